import type { ErrorDetails } from "../../core/index.js";
import type { TaskCell } from "./record.js";
import type { TaskOptions, TaskProgress } from "./run.js";

/** What of a task's options a process of its own is told. */
export type PlainTaskOptions = Omit<TaskOptions, "signal" | "onProgress">;

/** What is asked of a process that runs cells. */
export type TaskRequest =
  | { readonly type: "run"; readonly options: PlainTaskOptions; readonly cells: readonly TaskCell[] }
  | { readonly type: "stop" };

/** What it answers: how far it is, and in the end one of the others. */
export type TaskReply =
  | { readonly type: "progress"; readonly progress: Extract<TaskProgress, { readonly phase: "learning" }> }
  | { readonly type: "ran" }
  | { readonly type: "failed"; readonly error: PlainError };

/** An error as a message carries it. */
export interface PlainError {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | undefined;
  /** Of a system error. */
  readonly path?: string | undefined;
  /** Of a `KirchhoffError`. */
  readonly details?: Pick<ErrorDetails, "found" | "expected" | "hint"> | undefined;
}
