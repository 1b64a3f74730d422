// The process that `task-process.ts` starts: runs cells of a task until its parent is gone.
import { KirchhoffError } from "../../core/index.js";
import { openBench } from "./open-bench.js";
import { runCells } from "./run-cells.js";
import type { TaskBench } from "./task-bench.js";
import type { PlainError, TaskReply, TaskRequest } from "./task-protocol.js";

const stopping = new AbortController();
let bench: Promise<TaskBench> | undefined;

const reply = (message: TaskReply): void => {
  if (process.connected) process.send!(message);
};

async function run({ options, cells }: Extract<TaskRequest, { type: "run" }>): Promise<TaskReply> {
  try {
    bench ??= openBench(options);
    await runCells(await bench, cells, {
      ...options,
      signal: stopping.signal,
      onProgress: (progress) => {
        if (progress.phase === "learning") reply({ type: "progress", progress });
      },
    });
    return { type: "ran" };
  } catch (error) {
    return { type: "failed", error: plain(error) };
  }
}

function plain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack, code, path } = error as NodeJS.ErrnoException;
  if (!(error instanceof KirchhoffError)) return { message, stack, code, path };
  const { found, expected, hint } = error.details;
  const details = { ...(found && { found }), ...(expected && { expected }), ...(hint && { hint }) };
  return { message: message.split("\n")[0]!, stack, code, details };
}

process.on("message", async (request: TaskRequest) => {
  if (request.type === "stop") stopping.abort();
  else reply(await run(request));
});
process.on("disconnect", () => process.exit());
// Ctrl-C in a terminal reaches this process too; its parent tells it when to stop.
process.on("SIGINT", () => {});
