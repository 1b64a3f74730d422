import { availableParallelism } from "node:os";
import type { Circuit } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { cacheKey } from "./cache.js";
import { writeValues } from "./deck.js";
import { closeRuns, failRuns } from "./end-runs.js";
import type { FailureReport } from "./failure.js";
import { firstPoints, operatingPointOnly } from "./operating-points.js";
import type { AnalysisOutput, OperatingPoint } from "./output.js";
import { changedValues } from "./parameter-change.js";
import { pendingRun, type Settle, settleKnown } from "./pending-run.js";
import { mapItems, streamResults } from "./result-stream.js";
import type { PendingRun } from "./run.js";
import { RunQueue } from "./run-queue.js";
import type {
  AnalysisJob,
  BatchOptions,
  IndexedResult,
  ParameterChange,
  SimulationPool,
  SimulationResult,
  SimulatorKind,
  SimulatorOptions,
  StreamOptions,
} from "./simulator.js";
import { Tally } from "./tally.js";
import { renderCards } from "./template.js";
import { TopologyCache } from "./topology-cache.js";
import type { SpawnWorker } from "./worker-handle.js";
import { WorkerSlot } from "./worker-slot.js";

/** Runs in flight per worker: what it computes, what waits for it, and what is being printed. */
const WINDOW = 384;
const SWEEP_GROUP = 64;
/** Both keep about the text of every deck, 1.3 kB for a small one; a fresh native worker starts in a tenth of a second, an embedded one in half. */
const RECYCLE_AFTER: Readonly<Record<SimulatorKind, number>> = { native: 5000, embedded: 20_000 };

type Outputs = readonly AnalysisOutput[];

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

  async *analyse(
    jobs: Iterable<AnalysisJob> | AsyncIterable<AnalysisJob>,
    { signal }: StreamOptions = {},
  ): AsyncGenerator<IndexedResult<Outputs>> {
    const tally = this.#tally();
    try {
      yield* streamResults<AnalysisJob, Outputs>(jobs, {
        limit: this.workers * WINDOW,
        signal,
        start: (job, settle) => this.#submit(job, tally, tally.count(job.analyses, settle)),
        flush: () => this.#feed(),
      });
    } finally {
      tally.close();
    }
  }

  async *operatingPoints(
    circuits: Iterable<Circuit> | AsyncIterable<Circuit>,
    { currents = false, signal }: BatchOptions = {},
  ): AsyncGenerator<IndexedResult> {
    const jobs = mapItems(circuits, (circuit) => ({ circuit, analyses: operatingPointOnly, currents }));
    yield* firstPoints(this.analyse(jobs, signal ? { signal } : {}));
  }

  async operatingPoint(
    circuit: Circuit,
    options: BatchOptions = {},
  ): Promise<SimulationResult<OperatingPoint>> {
    for await (const { result } of this.operatingPoints([circuit], options)) return result;
    return closedResult();
  }

  async *sweepAnalyses(
    job: AnalysisJob,
    changes: readonly (readonly ParameterChange[])[],
    { signal }: StreamOptions = {},
  ): AsyncGenerator<IndexedResult<Outputs>> {
    const topology = this.#topologies.find(job.circuit);
    const program = "reason" in topology ? topology : this.#topologies.program(topology, job);
    const valuesOf = changedValues(job.circuit);
    const tally = this.#tally();
    let group: PendingRun[] = [];
    const pushGroup = () => {
      if (group.length > 0) this.#queue.pushGroup(group);
      group = [];
    };
    try {
      yield* streamResults<readonly ParameterChange[], Outputs>(changes, {
        limit: this.workers * WINDOW,
        signal,
        start: (change, settle) => {
          const counted = tally.count(job.analyses, settle);
          if ("reason" in program) return this.#fail(program, counted);
          const run = pendingRun(program, valuesOf(change), counted);
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

  async *sweep(
    circuit: Circuit,
    changes: readonly (readonly ParameterChange[])[],
    { currents = false, signal }: BatchOptions = {},
  ): AsyncGenerator<IndexedResult> {
    const job = { circuit, analyses: operatingPointOnly, currents };
    yield* firstPoints(this.sweepAnalyses(job, changes, signal ? { signal } : {}));
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
    return new Tally(this.#options.ledger, { simulator: this.name, version: this.version });
  }

  /** Queues one job, or settles it at once: unsuitable, known to the cache, or too late. Throws SIMULATION_ANALYSIS. */
  #submit(job: AnalysisJob, tally: Tally, settle: Settle): PendingRun | undefined {
    const topology = this.#topologies.find(job.circuit);
    if ("reason" in topology) return this.#fail(topology, settle);
    const values = new Float64Array(topology.deck.valueCount);
    if (!writeValues(job.circuit, values, 0)) return this.#fail(notFinite, settle);
    const program = this.#topologies.program(topology, job);
    if (topology.netIds.length === 0) {
      const vector = new Float64Array(program.plans.length).fill(1);
      settleKnown(program, vector, settle);
      return undefined;
    }
    const { cache } = this.#options;
    if (!cache) return this.#push(pendingRun(program, values, settle));
    const key = cacheKey(renderCards(topology.deck, values), program.template.steps, this.name, this.version);
    const known = cache.get(key);
    if (known) {
      tally.cached++;
      settleKnown(program, known, settle);
      return undefined;
    }
    return this.#push(pendingRun(program, values, settle, { cache, key }));
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
}

const notFinite: FailureReport = {
  reason: "SIMULATION_INVALID_VALUE",
  message: "a device value is not a finite number",
};
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

function closedResult(): SimulationResult<OperatingPoint> {
  const message = "the run was given up before it had a result";
  return { status: "failed", reason: "SIMULATION_CLOSED", message, log: "", seconds: 0 };
}
