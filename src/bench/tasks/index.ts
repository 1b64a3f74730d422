export {
  type EncoderName,
  encoderNames,
  encoderTexts,
  type Protocol,
  protocols,
  type TaskName,
  taskNames,
} from "./definitions.js";
export type { EncoderPaths } from "./open-encoder.js";
export { readTask, type TaskEntry, type TaskResult } from "./read-task.js";
export type { TaskCell, TaskPoint, TaskRecord } from "./record.js";
export { runTask, type TaskOptions, type TaskProgress } from "./run.js";
export { taskMarkdown, taskPicture } from "./task-page.js";
export { taskTables } from "./task-tables.js";
