import type { Circuit } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import type { OperatingPointResult, OperatingPointSource } from "../../src/dataset/index.js";

/**
 * Modified nodal analysis by Gauss–Jordan elimination: an oracle that shares no code with the library.
 * Net voltages by net id, ground included.
 */
export function nodalVoltages({ nets, devices }: Circuit): Float64Array {
  const sources = devices.filter((device) => device.kind === "voltage-source");
  const size = nets.length + sources.length;
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (const { kind, terminals, parameters } of devices) {
    const [plus, minus] = terminals.map((terminal) => terminal.net) as [number, number];
    if (kind === "resistor") {
      const conductance = 1 / parameters.resistance!;
      rows[plus]![plus]! += conductance;
      rows[minus]![minus]! += conductance;
      rows[plus]![minus]! -= conductance;
      rows[minus]![plus]! -= conductance;
    } else if (kind === "current-source") {
      rows[plus]![size]! -= parameters.dc!;
      rows[minus]![size]! += parameters.dc!;
    }
  }
  sources.forEach(({ terminals, parameters }, i) => {
    const branch = nets.length + i;
    terminals.forEach(({ net }, side) => {
      rows[net]![branch] = rows[branch]![net] = side === 0 ? 1 : -1;
    });
    rows[branch]![size] = parameters.dc!;
  });
  const ground = nets.findIndex((net) => net.isGround);
  rows[ground]!.fill(0);
  rows[ground]![ground] = 1;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!;
      if (i === column || factor === 0) continue;
      for (let j = column; j <= size; j++) rows[i]![j]! -= factor * rows[column]![j]!;
    }
  }
  return Float64Array.from(nets, (_, i) => rows[i]![size]! / rows[i]![i]!);
}

/** How a {@link nodalSource} behaves. */
export interface NodalSourceOptions {
  /** Circuits taken in at once; their answers come in an order that the seed shuffles. */
  readonly workers?: number;
  readonly seed?: number;
  /** Answers a circuit (by its place) with this failure instead. */
  readonly failure?: (place: number) => { reason: string; message: string } | undefined;
  readonly version?: string;
}

/** A source of operating points by {@link nodalVoltages}, with a finish order of its own. */
export function nodalSource(options: NodalSourceOptions = {}): OperatingPointSource {
  const { workers = 1, seed = 0, failure, version = "1" } = options;
  const answer = (circuit: Circuit, place: number): OperatingPointResult => {
    const failed = failure?.(place);
    return failed
      ? { status: "failed", ...failed }
      : { status: "ok", value: { voltages: nodalVoltages(circuit) } };
  };
  return {
    name: "nodal",
    version,
    async *operatingPoints(circuits) {
      const random = new RandomStream(seed, "finish order");
      const underWay: { index: number; circuit: Circuit }[] = [];
      const finishOne = () => {
        const [{ index, circuit }] = underWay.splice(random.integer(0, underWay.length - 1), 1) as [
          { index: number; circuit: Circuit },
        ];
        return { index, result: answer(circuit, index) };
      };
      let index = 0;
      for (const circuit of circuits) {
        underWay.push({ index: index++, circuit });
        if (underWay.length >= workers) yield finishOne();
      }
      while (underWay.length > 0) yield finishOne();
    },
    close: async () => {},
  };
}
