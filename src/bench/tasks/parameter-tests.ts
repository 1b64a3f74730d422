import { nestedSubset } from "../../train/index.js";
import type { RegressionTask } from "./definitions.js";
import { chooseRows, learnFromParameters, type ParameterLearner } from "./parameter-learners.js";
import type { TaskPoint } from "./record.js";
import type { TaskData } from "./samples.js";
import { pointsOf, pointsOfAll, type Tested } from "./tested.js";

/** Rows of a topology from which a learner without graphs is given four in five: its cost grows faster than that of others. */
const mostRows = 1500;

/** What a learner without graphs reaches: on all topologies, each learned on its own; or on the one of a fold, after some of its samples. */
export async function testParameters(
  fold: string,
  name: ParameterLearner,
  seed: number,
  { task, data }: { readonly task: RegressionTask; readonly data: TaskData },
): Promise<TaskPoint[]> {
  const { train, valid, test } = data.splits;
  if (fold === "all") {
    const found: Tested[] = [];
    for (const [t, rows] of test.entries()) {
      const fit = chooseRows(train[t]!, nestedSubset(train[t]!.labels.rows, mostRows, seed).fit);
      const predictions = await learnFromParameters(name, { fit, held: valid[t]!, test: rows });
      found.push({ part: rows.topology.name, predictions, labels: rows.labels.data });
    }
    return pointsOfAll(found, task.labels);
  }
  const t = data.topologies.findIndex((topology) => topology.name === fold);
  const [own, rows] = [train[t]!, test[t]!];
  const points: TaskPoint[] = [];
  for (const count of task.fewShot!.samples) {
    const subset = nestedSubset(own.labels.rows, count, seed);
    const [fit, held] = [chooseRows(own, subset.fit), chooseRows(own, subset.held)];
    const predictions = await learnFromParameters(name, { fit, held, test: rows });
    points.push(...pointsOf({ part: fold, predictions, labels: rows.labels.data }, task.labels, count));
  }
  return points;
}
