import type {
  ContrastiveProgress,
  ContrastiveResult,
  PretrainProgress,
  PretrainResult,
} from "../../train/index.js";

type Progress = Pick<PretrainProgress | ContrastiveProgress, "last">;
type Result = PretrainResult | ContrastiveResult;

/** What stands beside the progress bar: the last validation's chief figure. */
export function validationNote({ last }: Progress): string {
  if (!last) return "";
  const { metrics } = last;
  return "accuracy" in metrics
    ? `, validation accuracy ${metrics.accuracy.toFixed(3)}`
    : `, retrieval ${metrics.precision.toFixed(3)}, gap ${metrics.gap.toFixed(3)}`;
}

/** What came of a run, as JSON. */
export function outcome(folder: string, { reason, step, last, best }: Result): object {
  return { folder, reason, step, last, best };
}

/** What came of a run, in words, and what to do next. */
export function summary(folder: string, { reason, step, best, checkpoint }: Result): string {
  const { card } = checkpoint;
  const next = "scheme" in card ? nextForVoltages(folder, card.seen.circuits) : nextForLikeness(folder);
  const lines = [
    `${folder}: ${reason === "stopped-early" ? "stopped early" : "finished"} after ${step} steps`,
    ...(best ? [`  best at step ${best.step}: ${describeMetrics(best.metrics)}`] : []),
    `  weights: ${folder}/checkpoints/best.safetensors`,
    "",
    "Next:",
    ...next.map((command) => `  kirchhoff ${command}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What to do with a network that has learned the voltages of these circuits. */
function nextForVoltages(folder: string, circuits: readonly string[]): string[] {
  if (circuits.every((name) => name.startsWith("ladder-"))) {
    return [
      `evaluate ${folder} --data ladder-12 ladder-32`,
      `predict ${folder} examples/circuits/ladder-3.sp`,
    ];
  }
  if (circuits.every((name) => name.startsWith("opamp"))) {
    return [
      `evaluate ${folder} --data opamp opamp-biased --levels 200`,
      `predict ${folder} examples/circuits/opamp.sp`,
      `finetune --from ${folder} --data opamp-biased --samples 100 --compare`,
    ];
  }
  return [`evaluate ${folder} --data <folder of a dataset>`, `predict ${folder} <deck.sp>`];
}

/** What to do with an encoder of circuits. */
function nextForLikeness(folder: string): string[] {
  return [
    `similar examples/circuits/opamp.sp --in circuits --model ${folder}`,
    `embed examples/circuits/*.sp --model ${folder}`,
  ];
}

function describeMetrics(metrics: NonNullable<Result["best"]>["metrics"]): string {
  if ("accuracy" in metrics) {
    const { accuracy, batchAccuracy, rmse } = metrics;
    return `accuracy ${accuracy.toFixed(4)} (by batch ${batchAccuracy.toFixed(4)}), RMSE ${rmse.toPrecision(3)} V`;
  }
  const { precision, meanAveragePrecision, positiveSimilarity, otherSimilarity, negativeSimilarity } =
    metrics;
  return (
    `retrieval precision@1 ${precision.toFixed(3)}, mAP ${meanAveragePrecision.toFixed(3)}; similarity of ` +
    `positives ${positiveSimilarity.toFixed(3)}, others ${otherSimilarity.toFixed(3)}, negatives ${negativeSimilarity.toFixed(3)}`
  );
}
