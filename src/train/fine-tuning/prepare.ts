import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { KirchhoffError } from "../../core/index.js";
import { type Dataset, type SplitName, targetUnit } from "../../dataset/index.js";
import { fitScheme, type SchemeDescription } from "../../graph/index.js";
import { type Checkpoint, cardFormat, type ModelDescription, type TargetScaling } from "../../model/index.js";
import { loadCheckpoint } from "../checkpoint-files.js";
import { digestOf, type LabellingOptions, type OpenedDataset, openChoice } from "../data.js";
import { type LabelledGraphs, loadSplit, seenIn, voltageRange } from "../labelled-graphs.js";
import type { RunCard } from "../position.js";
import { checkpointPath } from "../predictor.js";
import { versions } from "../provenance.js";
import type { RunDescription } from "../run-folder.js";
import type { FinetuneConfig } from "./config.js";
import { FineTuner } from "./fine-tuner.js";
import { unreadBy, withMeasureFeatures } from "./measure-features.js";
import { holdOut, nestedSamples, selectGraphs } from "./subset.js";
import { fitScaling, scaleLabels } from "./target-scaling.js";
import { loadTargets } from "./targets.js";

/** A configuration of fine-tuning with its data, its pretrained network and its programs. */
export interface PreparedFinetune {
  readonly config: FinetuneConfig;
  readonly dataset: RunDescription["dataset"];
  readonly pretrained: Checkpoint;
  readonly pretrainedSha256: string;
  readonly model: ModelDescription;
  /** What is learned from, held-out samples included: labels in volts, or standardised. */
  readonly samples: LabelledGraphs;
  /** The dataset's valid split, where that is what is held out. */
  readonly valid?: LabelledGraphs | undefined;
  /** Node kinds of the samples that the pretrained network has never seen. */
  readonly newKinds: readonly string[];
  /** What varies among the samples and decides measures, in words, where a backbone that stays as it is does not read it. */
  readonly unread: readonly string[];
  readonly tuner: FineTuner;
  readonly card: RunCard;
}

/** The dataset of a configuration, with the measures that it asks for. */
export function openFinetuneData(
  { dataset, targets }: Pick<FinetuneConfig, "dataset" | "targets">,
  labelling: Omit<LabellingOptions, "measures"> = {},
): Promise<OpenedDataset> {
  return openChoice(dataset, { measures: targets !== "voltages", ...labelling });
}

/** Loads what a configuration names, but for `data` that are open already. Throws as `finetune` says. */
export async function prepareFinetune(
  stated: FinetuneConfig,
  data?: OpenedDataset,
): Promise<PreparedFinetune> {
  const path = await checkpointPath(resolve(stated.from));
  const config = { ...stated, from: path };
  const pretrained = await loadCheckpoint(path);
  const { network, members } = pretrained.card;
  if (members !== undefined) {
    throw new KirchhoffError("TRAIN_FROM_ENSEMBLE", `${path} is an ensemble of ${members} networks`, {
      expected: "one network",
      hint: "begin with a member: <run>/members/0",
    });
  }
  const { dataset, simulator } = data ?? (await openFinetuneData(config));
  const all = await labelled(dataset, "train", config);
  const rows = all.graphs.length;
  const raw = selectGraphs(all, nestedSamples(rows, config.samples ?? rows, config.subsetSeed));
  if (config.held === "samples" && raw.graphs.length < 5) {
    throw new KirchhoffError("TRAIN_TOO_FEW_SAMPLES", "of so few samples none can be held out", {
      found: `${raw.graphs.length} samples`,
      expected: "5 or more: every fifth decides when to stop",
      hint: "take more samples, or set held: split",
    });
  }
  const rawValid =
    config.held === "split" ? await labelled(dataset, "valid", config, config.validation.rows) : undefined;
  const targets =
    config.targets === "voltages" ? undefined : withUnits(fitScaling(raw, config.targets), dataset);
  const scaled = (graphs: LabelledGraphs) => (targets ? scaleLabels(graphs, targets) : graphs);
  const samples = scaled(raw);
  const valid = rawValid && scaled(rawValid);
  const fitted = schemeFor(pretrained.card.scheme, samples, config.refitFeatures);
  const scheme = targets && config.trains === "all" ? withMeasureFeatures(fitted, samples.graphs) : fitted;
  const unread = targets && config.trains === "head" ? unreadBy(fitted, samples.graphs) : [];
  const model: ModelDescription = { network, scheme, ...(targets && { targets, head: config.head }) };
  const parts = valid ? [samples, valid] : [samples];
  const seen = seenIn([samples]);
  return {
    config,
    dataset: {
      name: dataset.recipe.name,
      simulator,
      train: samples.graphs.length,
      valid: valid?.graphs.length ?? 0,
      sha256: digestOf(parts),
    },
    pretrained,
    pretrainedSha256: digestOfWeights(pretrained),
    model,
    samples,
    ...(valid && { valid }),
    newKinds: seen.kinds.filter((kind) => !pretrained.card.seen.kinds.includes(kind)),
    unread,
    tuner: new FineTuner({
      model,
      graphs: parts.flatMap(({ graphs }) => graphs),
      config,
      trains: config.trains,
      ...(isUneven(config) && { rates: config.rates }),
    }),
    card: {
      format: cardFormat,
      ...model,
      seen: config.scratch
        ? seen
        : {
            circuits: union(pretrained.card.seen.circuits, seen.circuits),
            kinds: union(pretrained.card.seen.kinds, seen.kinds).sort(),
          },
      ...(!targets && { labels: voltageRange(samples) }),
      versions: await versions(),
      config,
    },
  };
}

/** What a member is fitted to, and what decides when it stops. */
export interface MemberData {
  readonly train: LabelledGraphs;
  readonly valid: LabelledGraphs;
  /** Which samples `valid` is; absent where it is the dataset's valid split. */
  readonly held?: Uint32Array;
}

/** The data of a member: each holds out another fifth of the samples. */
export function memberData({ samples, valid }: PreparedFinetune, member: number): MemberData {
  if (valid) return { train: samples, valid };
  const { fit, held } = holdOut(Uint32Array.from(samples.graphs.keys()), member);
  return { train: selectGraphs(samples, fit), valid: selectGraphs(samples, held), held };
}

/** The rows of a split with what is to be learned as labels, in their own units. */
function labelled(
  dataset: Dataset,
  split: SplitName,
  { targets }: FinetuneConfig,
  rows?: number,
): Promise<LabelledGraphs> {
  return targets === "voltages"
    ? loadSplit(dataset, split, { rows })
    : loadTargets(dataset, split, targets, { rows });
}

/** The pretrained scheme with its statistics, or with those of the samples. */
function schemeFor(scheme: SchemeDescription, { graphs }: LabelledGraphs, refit: boolean): SchemeDescription {
  if (!refit || !scheme.statistics) return scheme;
  const { name, features } = scheme;
  return fitScheme(name, graphs, features ? { features } : {}).toJSON();
}

/** SHA-256 of the values of a checkpoint's weights. */
export function digestOfWeights({ tensors }: Pick<Checkpoint, "tensors">): string {
  const hash = createHash("sha256");
  for (const { data } of tensors.values()) hash.update(data);
  return hash.digest("hex");
}

const isUneven = ({ rates, trains }: FinetuneConfig): boolean =>
  trains === "all" && (rates.backbone !== 1 || rates.layerDecay !== 1);

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

function withUnits(targets: readonly TargetScaling[], { recipe }: Dataset): TargetScaling[] {
  return targets.map((target) => {
    const unit = targetUnit(recipe, target.name);
    return { ...target, ...(unit !== undefined && { unit }) };
  });
}
