import type { Distribution } from "./distribution.js";
import type { NetlistCircuit } from "./netlist-circuit.js";
import type { RecipeTestbench } from "./testbench.js";

/** The splits that a dataset may have, in the order of their rows. */
export const splitNames = ["train", "valid", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** What a row is labelled with. */
export const labelKinds = ["operating-point", "output-resistance"] as const;
export type LabelKind = (typeof labelKinds)[number];

/** What computes the labels: ngspice (native, embedded, or the better one present), or an exact linear solve. */
export const simulatorChoices = ["auto", "native", "embedded", "exact"] as const;
export type SimulatorChoice = (typeof simulatorChoices)[number];

/** Units of parameters, by which a recipe may draw their values. */
export const parameterUnits = ["ohm", "farad", "henry", "volt", "ampere", "metre", "one"] as const;

/** A checked recipe with every default filled in. */
export interface Recipe {
  readonly name: string;
  readonly description: string;
  /** Names that `parametricCircuit` knows once the recipe is read. */
  readonly circuits: readonly string[];
  /** The user's own circuits among them, by their names. */
  readonly netlists: Readonly<Record<string, NetlistCircuit>>;
  readonly label: LabelKind;
  readonly testbench?: RecipeTestbench | undefined;
  /** Names of measures of the testbench. */
  readonly measures: readonly string[];
  readonly devices: boolean;
  readonly sampling: {
    readonly default: Distribution;
    readonly units: Readonly<Partial<Record<(typeof parameterUnits)[number], Distribution>>>;
    readonly parameters: Readonly<Record<string, Distribution>>;
  };
  /** Whether rows are points of a grid: of the product of each circuit's choices, eight tenths for training and one for each other split. */
  readonly grid?: boolean | undefined;
  readonly splits: Readonly<Record<SplitName, number>>;
  readonly seed: number;
  readonly simulator: SimulatorChoice;
  readonly rowsPerShard: number;
}

/** The recipe without what takes more than an operating point: neither measures nor the operating points of devices. */
export function voltagesOnly(recipe: Recipe): Recipe {
  const { testbench: _, ...rest } = recipe;
  return { ...rest, measures: [], devices: false };
}
