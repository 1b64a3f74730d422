import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { KirchhoffError } from "../../core/index.js";
import type { TaskCell } from "./record.js";
import type { TaskOptions } from "./run.js";
import type { TaskReply, TaskRequest } from "./task-protocol.js";

type Progress = Extract<TaskReply, { type: "progress" }>["progress"];

/** A process that runs cells of a task. */
export interface TaskProcess {
  /** Resolves, too, where it was stopped before all were done. Throws what running cells throws, and BENCH_WORKER_LOST. */
  run(cells: readonly TaskCell[], onProgress: (progress: Progress) => void): Promise<void>;
  /** Stops what it runs after the step under way. */
  stop(): void;
  end(): Promise<void>;
}

/** Where the code of the process lies: in `dist`, even if this file itself runs from its source. */
const main = new URL(
  import.meta.url.endsWith(".ts") ? "../../../dist/bench/tasks/task-worker.js" : "./task-worker.js",
  import.meta.url,
);

/** Starts a process that ends with this one, and leaves Ctrl-C to it. */
export function openProcess({ signal: _, onProgress: __, ...options }: TaskOptions): TaskProcess {
  const child = fork(fileURLToPath(main), { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const ended = once(child, "exit");
  let lastWords = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-1000);
  });
  const send = (request: TaskRequest) => {
    if (child.connected) child.send(request, () => {});
  };
  return {
    run: (cells, onProgress) =>
      new Promise((resolve, reject) => {
        const settle = (outcome: () => void) => {
          child.off("message", receive).off("exit", lose);
          outcome();
        };
        const receive = (reply: TaskReply) => {
          if (reply.type === "progress") onProgress(reply.progress);
          else if (reply.type === "ran") settle(resolve);
          else settle(() => reject(errorOf(reply)));
        };
        const lose = (code: number | null, signal: string | null) =>
          settle(() => reject(lost(signal ? `by ${signal}` : `with code ${code}`, lastWords)));
        child.on("message", receive).on("exit", lose);
        send({ type: "run", options, cells });
      }),
    stop: () => send({ type: "stop" }),
    async end() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

const errorOf = ({ code, message, details }: Extract<TaskReply, { type: "failed" }>): Error =>
  code === undefined ? new Error(message) : new KirchhoffError(code, message, details);

function lost(how: string, lastWords: string): KirchhoffError {
  return new KirchhoffError("BENCH_WORKER_LOST", `a process of the experiment ended ${how}`, {
    ...(lastWords && { found: lastWords.trim() }),
    hint: "repeat the command with --resume; if memory was short, with fewer --workers",
  });
}
