import { namedRecipe, type Recipe } from "../dataset/index.js";
import { trainingRecipe } from "../train/index.js";
import type { TableRow, TestSize } from "./table1-rows.js";

/** `full` trains as the paper did; `reduced` fits into about an hour on two cores. */
export const budgetNames = ["reduced", "full"] as const;
export type BudgetName = (typeof budgetNames)[number];

/** Seeds of each row and test rows of each size. */
export const budgets: Readonly<Record<BudgetName, { readonly seeds: number; readonly testRows: number }>> = {
  reduced: { seeds: 3, testRows: 500 },
  full: { seeds: 3, testRows: 1000 },
};

/** One network to be trained: a row of the table, on one training set, from one seed. */
export interface Cell {
  readonly row: TableRow;
  /** Branches of its training ladders; undefined for 2 to 10. */
  readonly size?: TestSize | undefined;
  readonly seed: number;
}

/** Settings that go before those of a budget. */
export interface CellOptions {
  readonly budget: BudgetName;
  readonly steps?: number | undefined;
  readonly threads?: number | undefined;
}

/** The configuration of pretraining for a cell, defaults left out. */
export function cellConfig(cell: Cell, { budget, steps, threads }: CellOptions): object {
  const config = budget === "full" ? fullConfig(cell, steps) : reducedConfig(cell, steps);
  return { ...config, seed: cell.seed, ...(threads !== undefined && { threads }) };
}

/** Outputs of a ladder of 2 to 10 branches, on average. */
const meanOutputs = 6;

/** What a node says of its circuit in the reduced budget. */
const valueColumns = ["resistance", "log-resistance", "dc-voltage"];

/**
 * The same number of steps for every network, and about as many node voltages a step, so that all cells of one depth cost the same;
 * the MLP, cheap by the graph and in need of a batch for its batch norms, sees more.
 */
function reducedConfig({ row, size }: Cell, steps = row.network === "mlp" ? 500 : 2000): object {
  const batchSize = row.network === "mlp" ? 256 : Math.round(192 / (size ?? meanOutputs) + 0.25);
  const train = Math.min(18_000, batchSize * steps);
  const valid = Math.round(2400 / (size ?? meanOutputs));
  return {
    dataset: { recipe: trainingSet(size, { train, valid }) },
    features: row.network === "mlp" ? paperFeatures : { columns: valueColumns },
    network: networkOf(row, 64),
    batchSize,
    steps,
    learningRate: { kind: "cosine", peak: 1e-3, warmup: Math.min(100, steps) },
    clipNorm: 1,
    validation: { every: Math.max(1, Math.round(steps / 8)) },
    ...(row.network === "thevenin" && ownRecipe()),
  };
}

/** Features, network and learning rate of our own network, as its training recipe has them. */
function ownRecipe(): object {
  const { features, network, learningRate } = trainingRecipe("ladder").config;
  return { features, network, learningRate };
}

/** The paper's settings as far as it tells them, with our own network by its own recipe. */
function fullConfig(cell: Cell, steps?: number): object {
  const { row, size } = cell;
  const dataset = { recipe: trainingSet(size, { train: 18_000, valid: 2000 }) };
  if (row.network === "thevenin") {
    const { config } = trainingRecipe("ladder");
    return { ...config, dataset, ...(steps !== undefined && { steps }) };
  }
  return {
    dataset,
    features: paperFeatures,
    network: networkOf(row, 128),
    batchSize: fullBatch(row, size),
    steps: steps ?? 45_000,
    learningRate: {
      kind: "linear",
      peak: row.network === "mlp" ? 1e-4 : 1e-3,
      warmup: 1000,
      end: row.network === "mlp" ? 1e-5 : 1e-4,
      decaySteps: 30_000,
    },
    validation: { every: Math.min(500, steps ?? 500) },
  };
}

const paperFeatures = { scheme: "paper-resistive@1", fit: false };

/** Batches of the paper: 256, but 128 at 32 branches, and 32 at 128 branches, 16 there with fifteen layers. */
function fullBatch({ network, layers }: TableRow, size: TestSize | undefined): number {
  if (network === "mlp") return 256;
  if (size === 32) return 128;
  if (size === 128) return layers === 15 ? 16 : 32;
  return 256;
}

function networkOf({ network, layers }: TableRow, hidden: number): object {
  switch (network) {
    case "mlp":
      return { kind: "mlp", layers, hidden: 512 };
    case "deepgen":
      return { kind: "deepgen", layers, hidden };
    case "thevenin":
      return trainingRecipe("ladder").config.network as object;
  }
}

function trainingSet(size: TestSize | undefined, splits: { train: number; valid: number }): Recipe {
  const recipe = namedRecipe(size === undefined ? "ladder" : `ladder-${size}`);
  return { ...recipe, simulator: "exact", splits: { ...splits, test: 0 } };
}
