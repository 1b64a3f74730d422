import { type RegressionTask, regressionTask } from "./definitions.js";
import { openRows } from "./open-rows.js";
import { RegressionBench } from "./regression.js";
import type { RegressionBudget } from "./regressor.js";
import type { TaskOptions } from "./run.js";
import { loadTask } from "./samples.js";
import { SimilarityBench, similarityTask } from "./similarity.js";
import type { TaskBench } from "./task-bench.js";

/** A task under a protocol, with its data, which are made where they are missing. */
export async function openBench(options: TaskOptions): Promise<TaskBench> {
  const { task: name, protocol, paths, steps, threads = 1 } = options;
  if (name === "similarity") {
    const task = similarityTask(protocol);
    return new SimilarityBench({ task: { ...task, ...(steps && { steps }) }, paths, threads });
  }
  const task = regressionTask(name, protocol);
  const { dataset, recipe } = await openRows(task, options);
  const data = await loadTask(dataset, task.labels);
  const own = { ...task, recipe };
  return new RegressionBench({ task: steps ? withSteps(own, steps) : own, data, paths, threads });
}

/** A task whose networks take so many steps, and no more on the samples of what is held out. */
function withSteps(task: RegressionTask, steps: number): RegressionTask {
  const { budget, fewShot } = task;
  const shorter = (own: RegressionBudget) => ({ ...own, steps: Math.min(own.steps, steps) });
  return {
    ...task,
    budget: { ...budget, steps },
    ...(fewShot && { fewShot: { ...fewShot, budget: shorter(fewShot.budget) } }),
  };
}
