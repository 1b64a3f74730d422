import { availableParallelism } from "node:os";
import type { Circuit } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { cacheKey, type SimulationCache } from "./cache.js";
import { type Topology, writeValues } from "./deck.js";
import type { FailureReport } from "./failure.js";
import type { OperatingPoint } from "./output.js";
import { changedValues } from "./parameter-change.js";
import { streamResults } from "./result-stream.js";
import type { PendingRun, RunOutcome } from "./run.js";
import { RunQueue } from "./run-queue.js";
import type {
  BatchOptions,
  IndexedResult,
  ParameterChange,
  SimulationPool,
  SimulationResult,
  SimulatorKind,
  SimulatorOptions,
} from "./simulator.js";
import { Tally } from "./tally.js";
import { renderCards } from "./template.js";
import { TopologyCache } from "./topology-cache.js";
import type { SpawnWorker } from "./worker-handle.js";
import { closeRuns, failRuns, WorkerSlot } from "./worker-slot.js";

/** Runs in flight per worker: what it computes, what waits for it, and what is being printed. */
const WINDOW = 384;
const SWEEP_GROUP = 64;
/** Both keep about the text of every deck, 1.3 kB for a small one; a fresh native worker starts in a tenth of a second, an embedded one in half. */
const RECYCLE_AFTER: Readonly<Record<SimulatorKind, number>> = { native: 5000, embedded: 20_000 };

type Settle = (result: SimulationResult<OperatingPoint>) => void;

/** The pool of both simulators; they differ in how a worker is spawned. */
export class WorkerPool implements SimulationPool {
  readonly kind: SimulatorKind;
  readonly name: string;
  readonly workers: number;
  version = "";
  readonly #queue: RunQueue;
  readonly #slots: WorkerSlot[];
  readonly #topologies = new TopologyCache();
  readonly #options: SimulatorOptions;
  #closed = false;
  #deadSlots = 0;
  /** The last words of a worker, once none can be started any more. */
  #dead: string | undefined;

  constructor(kind: SimulatorKind, spawn: SpawnWorker, options: SimulatorOptions) {
    this.kind = kind;
    this.name = `ngspice-${kind}`;
    this.workers = workersOf(options);
    this.#options = options;
    this.#queue = new RunQueue(this.workers);
    const { timeoutSeconds = 30, recycleAfter = RECYCLE_AFTER[kind] } = options;
    const onDead = (message: string) => this.#slotDied(message);
    this.#slots = Array.from(
      { length: this.workers },
      () => new WorkerSlot({ spawn, queue: this.#queue, timeoutSeconds, recycleAfter, onDead }),
    );
  }

  /** Starts every worker. Throws SIMULATION_WORKER_START. */
  async open(): Promise<this> {
    try {
      [this.version = ""] = await Promise.all(this.#slots.map((slot) => slot.start()));
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Memory of the workers' own processes in bytes; 0 for threads. */
  get residentBytes(): number {
    return this.#slots.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  }

  async *operatingPoints(
    circuits: Iterable<Circuit> | AsyncIterable<Circuit>,
    options: BatchOptions = {},
  ): AsyncGenerator<IndexedResult> {
    const tally = this.#tally();
    try {
      yield* streamResults(circuits, {
        limit: this.workers * WINDOW,
        signal: options.signal,
        start: (circuit, settle) => this.#submit(circuit, options, tally, settle),
        flush: () => this.#feed(),
      });
    } finally {
      tally.close();
    }
  }

  async operatingPoint(
    circuit: Circuit,
    options: BatchOptions = {},
  ): Promise<SimulationResult<OperatingPoint>> {
    for await (const { result } of this.operatingPoints([circuit], options)) return result;
    return closedResult();
  }

  async *sweep(
    circuit: Circuit,
    changes: readonly (readonly ParameterChange[])[],
    options: BatchOptions = {},
  ): AsyncGenerator<IndexedResult> {
    const topology = this.#topologies.find(circuit);
    const valuesOf = changedValues(circuit);
    const tally = this.#tally();
    let group: PendingRun[] = [];
    const pushGroup = () => {
      if (group.length > 0) this.#queue.pushGroup(group);
      group = [];
    };
    try {
      yield* streamResults(changes, {
        limit: this.workers * WINDOW,
        signal: options.signal,
        start: (change, settle) => {
          const counted = tally.count(settle);
          if ("reason" in topology) return this.#fail(topology, counted);
          const run = this.#run(topology, valuesOf(change), options, counted);
          if (this.#closed || this.#dead !== undefined) return this.#push(run);
          group.push(run);
          if (group.length >= SWEEP_GROUP) pushGroup();
          return run;
        },
        flush: () => {
          pushGroup();
          this.#feed();
        },
      });
    } finally {
      tally.close();
    }
  }

  async *analyse(): AsyncGenerator<never> {
    throw new Error("not yet");
  }

  async *sweepAnalyses(): AsyncGenerator<never> {
    throw new Error("not yet");
  }

  async close(): Promise<void> {
    this.#closed = true;
    closeRuns(this.#queue.drain());
    await Promise.all(this.#slots.map((slot) => slot.close()));
    this.#options.cache?.flush();
  }

  #feed(): void {
    for (const slot of this.#slots) slot.feed();
  }

  #tally(): Tally {
    return new Tally(this.#options.ledger, { kind: "op", simulator: this.name, version: this.version });
  }

  /** Queues one circuit, or settles it at once: unsuitable, known to the cache, or too late. */
  #submit(circuit: Circuit, options: BatchOptions, tally: Tally, waiting: Settle): PendingRun | undefined {
    const settle = tally.count(waiting);
    const topology = this.#topologies.find(circuit);
    if ("reason" in topology) return this.#fail(topology, settle);
    const values = new Float64Array(topology.template.valueCount);
    if (!writeValues(circuit, values, 0)) {
      return this.#fail(
        { reason: "SIMULATION_INVALID_VALUE", message: "a device value is not a finite number" },
        settle,
      );
    }
    if (topology.netIds.length === 0) {
      const value = readOperatingPoint(topology, new Float64Array(), options);
      settle({ status: "ok", value, seconds: 0 });
      return undefined;
    }
    const { cache } = this.#options;
    if (!cache) return this.#push(this.#run(topology, values, options, settle));
    const key = cacheKey(renderCards(topology.template, values), { kind: "op" }, this.name, this.version);
    const known = cache.get(key);
    if (known) {
      tally.cached++;
      settle({ status: "ok", value: readOperatingPoint(topology, known, options), seconds: 0 });
      return undefined;
    }
    return this.#push(this.#run(topology, values, options, settle, { cache, key }));
  }

  #push(run: PendingRun): PendingRun {
    if (this.#closed) closeRuns([run]);
    else if (this.#dead !== undefined) failRuns([run], cannotStart, this.#dead);
    else this.#queue.push(run);
    return run;
  }

  /** What waits goes to the workers that are left; where none is, it fails, and so does all that comes. */
  #slotDied(message: string): void {
    if (++this.#deadSlots < this.#slots.length) {
      this.#feed();
      return;
    }
    this.#dead = message;
    failRuns(this.#queue.drain(), cannotStart, message);
  }

  #fail(failure: FailureReport, settle: Settle): undefined {
    settle({ status: "failed", ...failure, log: "", seconds: 0 });
    return undefined;
  }

  #run(
    topology: Topology,
    values: Float64Array,
    options: BatchOptions,
    settle: Settle,
    store?: { cache: SimulationCache; key: string },
  ): PendingRun {
    return {
      topology,
      values,
      cancelled: false,
      settle(outcome: RunOutcome) {
        const { seconds } = outcome;
        if (!outcome.ok) {
          settle({ status: "failed", ...outcome.failure, log: outcome.log, seconds });
          return;
        }
        store?.cache.set(store.key, outcome.vector);
        settle({ status: "ok", value: readOperatingPoint(topology, outcome.vector, options), seconds });
      },
    };
  }
}

const cannotStart: FailureReport = {
  reason: "SIMULATION_CRASHED",
  message: "the simulator cannot be started again",
};

function workersOf({ workers = availableParallelism() }: SimulatorOptions): number {
  if (Number.isInteger(workers) && workers >= 1) return workers;
  throw new KirchhoffError("SIMULATION_WORKERS", "a simulator needs at least one worker", {
    found: `workers: ${workers}`,
    expected: "an integer from 1 up",
  });
}

function readOperatingPoint(
  { circuit, netIds, sourceNames }: Topology,
  vector: Float64Array,
  { currents }: BatchOptions,
): OperatingPoint {
  const voltages = new Float64Array(circuit.nets.length);
  if (netIds.length < voltages.length - 1) {
    for (let id = 0; id < voltages.length; id++) if (!circuit.nets[id]!.isGround) voltages[id] = Number.NaN;
  }
  for (let i = 0; i < netIds.length; i++) voltages[netIds[i]!] = vector[i]!;
  if (!currents) return { voltages };
  const sourceCurrents = Object.fromEntries(sourceNames.map((name, i) => [name, vector[netIds.length + i]!]));
  return { voltages, sourceCurrents };
}

function closedResult(): SimulationResult<OperatingPoint> {
  const message = "the run was given up before it had a result";
  return { status: "failed", reason: "SIMULATION_CLOSED", message, log: "", seconds: 0 };
}
