import type { Dataset, SplitName } from "../../dataset/index.js";
import type { Evaluation, FinetuneConfig, FinetuneResult } from "../../train/index.js";
import { evaluationTable } from "../evaluation-table.js";

/** A network that was trained, and where it lies. */
export interface Trained {
  readonly network: "fine-tuned" | "scratch";
  readonly folder: string;
  readonly result: FinetuneResult;
}

/** How well a network predicts what it has not seen. */
export interface Scored {
  readonly name: Trained["network"];
  readonly folder: string;
  readonly samples: number;
  /** Held-out samples that its intervals rest on: of measures, those of the rarest one. */
  readonly heldOut?: number;
  readonly evaluation: Evaluation;
}

/** Networks on the test split, or on the valid split where there is no other. */
export interface Outcome {
  readonly dataset: string;
  readonly split: SplitName;
  readonly levels: number;
  readonly networks: readonly Scored[];
}

/** Scores networks on what they have not seen. */
export async function outcomeOf(
  trained: readonly Trained[],
  dataset: Dataset,
  { validation, threads }: FinetuneConfig,
): Promise<Outcome> {
  const { evaluateModel, lastSplit, Predictor } = await import("../../train/index.js");
  const { levels } = validation;
  const split = lastSplit(dataset.recipe.splits);
  const networks: Scored[] = [];
  for (const { network: name, folder, result } of trained) {
    const predictor = await Predictor.of(result.checkpoint!, threads === undefined ? {} : { threads });
    try {
      const evaluation = await evaluateModel(predictor, { name, dataset, split }, { levels });
      const heldOut = result.checkpoint!.card.calibration?.samples;
      const { samples } = result;
      networks.push({ name, folder, samples, ...(heldOut !== undefined && { heldOut }), evaluation });
    } finally {
      await predictor.release();
    }
  }
  return { dataset: dataset.recipe.name, split, levels, networks };
}

/** What may be remarked on: numbers of samples and coverage as asked for, kinds of nodes and quantities that the backbone does not know. */
interface Remarks {
  readonly asked: readonly number[];
  readonly newKinds: readonly string[];
  readonly unread: readonly string[];
  readonly coverage: number;
}

/** The outcome as a table, with a remark where there is something to say. */
export function describeOutcome(
  folder: string,
  { dataset, split, levels, networks }: Outcome,
  { asked, newKinds, unread, coverage }: Remarks,
): string {
  const counts = [...new Set(networks.map(({ samples }) => samples))];
  const rows = networks.map(({ name, samples, evaluation }) => ({
    name: counts.length > 1 ? `${name}, ${samples} samples` : name,
    split,
    evaluation,
  }));
  const most = Math.max(...counts);
  const notes = [
    ...narrower(networks, coverage),
    ...asked
      .filter((count) => count > most)
      .map((count) => `${count} samples were asked for; there are ${most}`),
    ...(newKinds.length > 0
      ? [
          `the pretrained network has never seen ${newKinds.join(", ")}: of these it knows what the samples tell`,
        ]
      : []),
    ...(unread.length > 0
      ? [
          `the pretrained network does not read ${unread.join(", ")}, which vary among the samples: without --head-only, measures get to know them`,
        ]
      : []),
  ];
  return [
    `${folder}: learned from ${counts.join(", ")} samples; on the ${split} split of ${dataset}:`,
    "",
    evaluationTable(rows, "network", levels),
    ...notes.map((note) => `note: ${note}\n`),
  ].join("\n");
}

/** That held-out samples are too few for the wanted intervals, and for which measures. */
function narrower(networks: readonly Scored[], coverage: number): string[] {
  const isLess = (stated: number | undefined) => (stated ?? 1) < coverage - 1e-9;
  for (const { heldOut, evaluation } of networks) {
    const few = (evaluation.targets ?? []).filter((target) => isLess(target.coverage?.stated));
    const least = Math.min(...[evaluation, ...few].map((one) => one.coverage?.stated ?? 1));
    if (!isLess(least)) continue;
    const of = few.length > 0 ? ` of ${few.map(({ name }) => name).join(", ")}` : "";
    return [
      `held-out samples that have labels${of}, ${heldOut}${few.length > 1 ? " or more" : ""}, support intervals of ${percent(least)}, not of ${percent(coverage)}: more samples or more --members hold out more`,
    ];
  }
  return [];
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
