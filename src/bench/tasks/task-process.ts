import { fork } from "node:child_process";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { KirchhoffError } from "../../core/index.js";
import { compiledModule } from "../../core/node/index.js";
import type { TaskCell } from "./record.js";
import type { TaskOptions } from "./run.js";
import type { PlainError, TaskReply, TaskRequest } from "./task-protocol.js";

type Progress = Extract<TaskReply, { type: "progress" }>["progress"];

/** A process that runs cells of a task. */
export interface TaskProcess {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Resolves, too, where it was stopped before all were done. Throws what running cells throws, and BENCH_WORKER_LOST. */
  run(cells: readonly TaskCell[], onProgress: (progress: Progress) => void): Promise<void>;
  /** Stops what it runs after the step under way. */
  stop(): void;
  end(): Promise<void>;
}

/** Starts a process that ends with this one, and leaves Ctrl-C to it. */
export function openProcess({ signal: _, onProgress: __, ...options }: TaskOptions): TaskProcess {
  const child = fork(fileURLToPath(compiledModule("task-worker", import.meta.url)), {
    // A process of compiled code takes Node's own flags over, such as that on memory.
    execArgv: import.meta.url.endsWith(".ts") ? [] : process.execArgv,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let [ending, lastWords] = ["", ""];
  child.stderr?.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-1000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      ending ||= signal ? `ended by ${signal}` : `ended with code ${code}`;
      resolve();
    });
    child.once("error", ({ message }) => {
      ending ||= `failed: ${message}`;
      if (child.pid === undefined) resolve();
    });
  });
  const send = (request: TaskRequest) => {
    if (child.connected) child.send(request, () => {});
  };
  return {
    pid: child.pid,
    async run(cells, onProgress) {
      const reply = new Promise<TaskReply>((resolve) => {
        const receive = (message: TaskReply) => {
          if (message.type === "progress") return onProgress(message.progress);
          child.off("message", receive);
          resolve(message);
        };
        child.on("message", receive);
      });
      send({ type: "run", options, cells });
      const answer = await Promise.race([reply, ended]);
      if (answer === undefined) {
        if (child.stderr) await finished(child.stderr).catch(() => {});
        throw workerLost(ending, lastWords);
      }
      if (answer.type === "failed") throw errorOf(answer.error);
    },
    stop: () => send({ type: "stop" }),
    async end() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function errorOf({ message, stack, code, path, details }: PlainError): Error {
  if (details) return new KirchhoffError(code!, message, details);
  return Object.assign(new Error(message), {
    ...(stack && { stack }),
    ...(code && { code }),
    ...(path && { path }),
  });
}

function workerLost(ending: string, lastWords: string): KirchhoffError {
  return new KirchhoffError("BENCH_WORKER_LOST", `a process of the experiment ${ending}`, {
    ...(lastWords && { found: lastWords.trim() }),
    hint: "repeat the command with --resume; if memory was short, with fewer --workers",
  });
}
