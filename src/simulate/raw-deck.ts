import { KirchhoffError } from "../core/index.js";
import { classifyLog } from "./failure.js";
import { chooseSimulator } from "./open.js";
import type { RawVector } from "./protocol.js";
import type { SimulationResult, SimulatorKind } from "./simulator.js";
import type { WorkerHandle } from "./worker-handle.js";

/** What a raw deck gave: the vectors of its last plot. */
export interface RawDeckOutput {
  readonly vectors: readonly RawVector[];
  /** Everything that ngspice printed. */
  readonly log: string;
}

/** Options of {@link runRawDeck}. */
export interface RawDeckOptions {
  /** Must be true: the deck's commands run with the rights of this process, and may read and write files and start programs. */
  readonly allowUserControl: boolean;
  readonly simulator?: "auto" | SimulatorKind;
  readonly timeoutSeconds?: number;
}

/**
 * Runs a deck as it is, `.control`, `shell` and `.include` with it, in a worker of its own that ends afterwards. The native
 * simulator gives such a deck the run of the machine; the embedded one sees an empty in-memory file system and nothing else.
 *
 * Throws SIMULATION_USER_CONTROL without `allowUserControl`, and what `openSimulator` throws.
 */
export async function runRawDeck(
  deck: string,
  options: RawDeckOptions,
): Promise<SimulationResult<RawDeckOutput>> {
  if (options.allowUserControl !== true) {
    throw new KirchhoffError(
      "SIMULATION_USER_CONTROL",
      "a deck of your own would reach the simulator as it is",
      {
        expected: "allowUserControl: true",
        hint: "allow it only for decks that you would run as a program; docs/simulation.md says why",
      },
    );
  }
  const { spawn } = await chooseSimulator(options.simulator ?? "auto");
  const { timeoutSeconds = 30 } = options;
  let worker: WorkerHandle | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      let started = false;
      let timedOut = false;
      const start = (broken: string) =>
        new KirchhoffError("SIMULATION_WORKER_START", "a simulator did not start", { found: broken });
      worker = spawn({
        reply(reply) {
          if (reply.type === "broken") reject(start(reply.message));
          if (reply.type === "raw") {
            const { vectors, log, seconds } = reply;
            if (vectors.length > 0) resolve({ status: "ok", value: { vectors, log }, seconds });
            else resolve({ status: "failed", ...classifyLog(log), log, seconds });
          }
          if (reply.type !== "ready") return;
          started = true;
          timer = setTimeout(() => {
            timedOut = true;
            void worker?.kill();
          }, timeoutSeconds * 1000);
          worker!.post({ type: "raw", id: 0, deck });
        },
        exit(message, log) {
          if (!started) reject(start(message));
          else if (timedOut) {
            const text = `no result within ${timeoutSeconds} s`;
            resolve({
              status: "failed",
              reason: "SIMULATION_TIMEOUT",
              message: text,
              log,
              seconds: timeoutSeconds,
            });
          } else resolve({ status: "failed", reason: "SIMULATION_CRASHED", message, log, seconds: 0 });
        },
      });
    });
  } finally {
    clearTimeout(timer);
    await worker?.kill();
  }
}
