import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What a measurement ran on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted to run, on average over the minute before. */
  readonly loadAverage: number;
}

/** This machine, now. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() || "unknown processor",
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    loadAverage: Math.round(10 * loadavg()[0]!) / 10,
  };
}

/** A machine in one line, for a page. */
export function machineLine({ processor, cores, memoryGigabytes, platform, node }: Machine): string {
  return `${processor}, ${cores} cores, ${memoryGigabytes} GB, ${platform}, Node ${node}`;
}

/** Each machine once, in the order of their first appearance. */
export function distinctMachines(machines: Iterable<Machine>): Machine[] {
  const byName = new Map<string, Machine>();
  for (const machine of machines) byName.set(`${machine.processor} ${machine.cores}`, machine);
  return [...byName.values()];
}
