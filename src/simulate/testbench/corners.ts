import type { Circuit } from "../../circuit/index.js";
import { parametricCircuit } from "../../circuit/index.js";
import { type Diagnostic, type FileProvider, readNetlist } from "../../netlist/index.js";
import type { SimulationPool } from "../simulator.js";
import { below, placedAt } from "./below.js";
import { connector, replaceModels } from "./connect.js";
import { foreignLibrary, missingValue, throwOnErrors, unknownName } from "./errors.js";
import type { MeasureKind } from "./measure-schema.js";
import { cornered, libraryCard, libraryPath, type NetlistSource, netlistDecks } from "./netlist-source.js";
import { runDecks, type TestbenchMeasurement, type TestbenchOptions, type TestbenchResult } from "./run.js";
import type { Corner, Testbench } from "./schema.js";

/** A parametric circuit under test: its name, its values by name, and where a library of models is read from. */
export interface ParametricSource {
  readonly parametric: string;
  readonly values: Readonly<Record<string, number>>;
  readonly files?: FileProvider;
}

/** What a testbench found in one corner; `nominal` where it lists none. */
export interface CornerResult {
  readonly corner: string;
  readonly result: TestbenchResult;
}

/** The corner in which a measure is worst: the first in which it does not exist, else by its direction. */
export interface WorstCase {
  readonly corner: string;
  readonly measurement: TestbenchMeasurement;
}

/** Where {@link runCorners} tells how far it is, and what looks like a slip in a netlist, once for each deck in each corner. */
export interface CornerOptions extends TestbenchOptions {
  readonly onResult?: (done: number, total: number) => void;
  readonly onWarning?: (warning: Diagnostic) => void;
}

/** Measures one circuit in every corner of a testbench, in their order. Throws SIMULATION_TESTBENCH, SIMULATION_ANALYSIS. */
export async function runCorners(
  pool: SimulationPool,
  testbench: Testbench,
  source: NetlistSource | ParametricSource,
  options: CornerOptions = {},
): Promise<CornerResult[]> {
  const corners: (Corner | undefined)[] = testbench.corners.length > 0 ? [...testbench.corners] : [undefined];
  const decks = corners.map((corner) =>
    "parametric" in source
      ? parametricDecks(testbench, source, corner)
      : netlistDecks(testbench, source, corner, options.onWarning),
  );
  const found: CornerResult[] = [];
  let done = 0;
  for await (const { index, result } of runDecks(pool, testbench, decks, options)) {
    options.onResult?.(++done, decks.length);
    found[index] = { corner: corners[index]?.name ?? "nominal", result };
  }
  return found.filter((each) => each !== undefined);
}

/** Of each measure that has a direction, the corner in which it is worst. */
export function worstCases(
  testbench: Testbench,
  results: readonly CornerResult[],
): Readonly<Record<string, WorstCase>> {
  const cases = Object.entries(testbench.measures).flatMap(
    ([name, { measure, better = directions[measure] }]) => {
      const all = results.map(({ corner, result }) => ({ corner, measurement: result.measures[name]! }));
      const missing = all.find(({ measurement }) => measurement.status === "invalid");
      if (missing) return [[name, missing] as const];
      if (better === undefined || all.length === 0) return [];
      const cost = ({ measurement }: WorstCase) => {
        const value = measurement.status === "ok" ? measurement.value : Number.NaN;
        return better === "higher" ? -value : better === "lower" ? value : Math.abs(value);
      };
      return [[name, all.reduce((worst, one) => (cost(one) > cost(worst) ? one : worst))] as const];
    },
  );
  return Object.fromEntries(cases);
}

/** What is better of each measure, where that can be said. */
const directions: Readonly<Partial<Record<MeasureKind, "higher" | "lower" | "nearer-zero">>> = {
  "dc-gain": "higher",
  gain: "higher",
  bandwidth: "higher",
  "unity-gain-frequency": "higher",
  "phase-margin": "higher",
  "gain-margin": "higher",
  "rejection-ratio": "higher",
  "output-resistance": "lower",
  offset: "nearer-zero",
  "settling-time": "lower",
  "slew-rate": "higher",
  overshoot: "lower",
  "transition-time": "lower",
  delay: "lower",
  "output-swing": "higher",
  "output-low": "lower",
  "output-high": "higher",
  "supply-current": "lower",
  power: "lower",
  "integrated-noise": "lower",
};

function parametricDecks(testbench: Testbench, source: ParametricSource, corner?: Corner): Circuit[] {
  const { locate } = testbench;
  const built = buildParametric(source, testbench, corner);
  const library = corner?.library ?? testbench.library;
  const models = library
    ? placedAt(locate?.(libraryPath(testbench, corner)), () =>
        readModels(libraryCard(library, corner?.process), built.models, source.files),
      )
    : [];
  const circuit = models.length > 0 ? { ...built, models: replaceModels(built.models, models) } : built;
  return Object.entries(testbench.decks).map(([name, deck]) => {
    const connect = connector(deck, `deck ${name}`, below(locate, "decks", name));
    return cornered(connect(circuit), testbench, corner);
  });
}

/** Builds a parametric circuit from values by name. Throws CIRCUIT_UNKNOWN_NAME, SIMULATION_TESTBENCH. */
function buildParametric(
  { parametric, values }: ParametricSource,
  { locate, corners }: Testbench,
  corner: Corner | undefined,
): Circuit {
  const { name, parameters, build } = placedAt(locate?.(["circuit", "parametric"]), () =>
    parametricCircuit(parametric),
  );
  const known = parameters.map((parameter) => parameter.name);
  const check = (keys: object, path: readonly (string | number)[]) => {
    for (const key of Object.keys(keys))
      if (!known.includes(key)) throw unknownName(name, "parameter", key, known).at(locate?.([...path, key]));
  };
  check(values, ["circuit", "values"]);
  if (corner) check(corner.parameters, ["corners", corners.indexOf(corner), "parameters"]);
  const all = { ...values, ...corner?.parameters };
  return build(
    known.map((key) => {
      const value = all[key];
      if (value !== undefined) return value;
      throw missingValue(name, key, known).at(locate?.(["circuit", "values"]));
    }),
  );
}

/** Devices that name a model of a type, so that a netlist holds the model. */
const deviceOf: Readonly<Record<string, string>> = {
  nmos: "m a b c d",
  pmos: "m a b c d",
  npn: "q a b c",
  pnp: "q a b c",
  d: "d a b",
  r: "r a b",
  c: "c a b",
};

/** The cards of a library that have the names of a circuit's own. Throws SIMULATION_TESTBENCH where there is none. */
function readModels(
  card: string,
  own: Circuit["models"],
  files: FileProvider | undefined,
): Circuit["models"] {
  const users = own.flatMap(({ name, type }, i) => {
    const [letter, ...nets] = deviceOf[type]?.split(" ") ?? [];
    return letter === undefined ? [] : [`${letter}${i} ${nets.join(" ")} ${name}`];
  });
  const text = ["models", card, ...users, ""].join("\n");
  const { circuit, diagnostics } = readNetlist(text, { file: "library", ...(files && { files }) });
  throwOnErrors(
    "the model library",
    diagnostics.filter(({ code }) => code !== "NETLIST_UNDEFINED_MODEL"),
  );
  if (circuit.models.length > 0) return circuit.models;
  const names = own.map(({ name }) => name);
  throw foreignLibrary(card, names);
}
