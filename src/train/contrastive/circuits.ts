import { createHash } from "node:crypto";
import {
  type CatalogueEntry,
  type Circuit,
  circuitCatalogue,
  exactRules,
  faithfulRules,
  soundRules,
} from "../../circuit/index.js";
import { KirchhoffError, nearestWord } from "../../core/index.js";
import {
  AugmentedDeviceGraphs,
  type DeviceGraph,
  type DeviceGraphStyle,
  deviceGraphKinds,
} from "../../graph/index.js";
import { catalogueCircuit } from "../../netlist/node-catalogue/index.js";

/** A circuit with its name. */
export interface NamedCircuit {
  readonly name: string;
  readonly circuit: Circuit;
}

/** Groups that a catalogue entry belongs to, by the names that a configuration uses. */
function groupsOf({ name, family, set, split }: CatalogueEntry): string[] {
  const unseen = split === "downstream" || split === "untrained";
  return [name, family, set, ...(split ? [split] : []), ...(unseen ? ["unseen"] : [])];
}

/**
 * The circuits of the catalogue that these words name: circuits, families, sets (`dice`, `corrected`, `extra`), and the splits of paper B:
 * `pretraining` (40), `unseen` (15: `downstream` and `untrained`). Throws TRAIN_UNKNOWN_CIRCUITS.
 */
export function namedCircuits(words: readonly string[]): NamedCircuit[] {
  const known = new Set(circuitCatalogue.flatMap(groupsOf));
  const unknown = words.find((word) => !known.has(word));
  if (unknown !== undefined) {
    const near = nearestWord(unknown, known);
    throw new KirchhoffError("TRAIN_UNKNOWN_CIRCUITS", "the catalogue has no circuits of this name", {
      found: unknown,
      expected: "a circuit, a family, a set (dice, corrected, extra) or a split (pretraining, unseen)",
      ...(near !== undefined && { hint: `did you mean "${near}"?` }),
    });
  }
  return circuitCatalogue
    .filter((entry) => groupsOf(entry).some((word) => words.includes(word)))
    .map(({ name }) => ({ name, circuit: catalogueCircuit(name) }));
}

const rules = { sound: soundRules, faithful: faithfulRules, exact: exactRules };

/** How circuits are augmented. */
export interface AugmentedOptions {
  readonly style: DeviceGraphStyle;
  readonly rules: keyof typeof rules;
  readonly seed: number;
  /** Keeps training, validation and tests apart. */
  readonly purpose: "train" | "valid" | "test";
}

/** The augmentations of circuits, as device graphs. */
export function augmented(
  circuits: readonly NamedCircuit[],
  { rules: named, purpose, ...options }: AugmentedOptions,
): AugmentedDeviceGraphs[] {
  return circuits.map(
    ({ name, circuit }) =>
      new AugmentedDeviceGraphs(circuit, { ...options, rules: rules[named], purpose: `${purpose}/${name}` }),
  );
}

/** SHA-256 of the structure of circuits, in order. */
export function digestOfGraphs(sources: readonly AugmentedDeviceGraphs[]): string {
  const hash = createHash("sha256");
  for (const { original } of sources) {
    const { kindOfNode, connectionOffsets, netOfConnection, kindOfConnection, directions } = original;
    for (const array of [kindOfNode, connectionOffsets, netOfConnection, kindOfConnection, directions]) {
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)).update("/");
    }
  }
  return hash.digest("hex");
}

/** Names of the node kinds that occur in device graphs. */
export function kindsIn(graphs: readonly DeviceGraph[]): string[] {
  const names = graphs.flatMap(({ style, kindOfNode }) =>
    [...new Set(kindOfNode)].map((kind) => deviceGraphKinds[style].nodes[kind]!),
  );
  return [...new Set(names)].sort();
}
