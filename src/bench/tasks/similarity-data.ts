import { createHash } from "node:crypto";
import {
  type CatalogueEntry,
  circuitCatalogue,
  circuitFamilies,
  circuitLabels,
  publishedLabels,
} from "../../circuit/index.js";
import { RandomStream } from "../../core/index.js";
import { deviceGraph } from "../../graph/index.js";
import { catalogueCircuit } from "../../netlist/node-catalogue/index.js";
import type { Protocol } from "./definitions.js";
import type { TaskTopology } from "./topology.js";
import { allTriples, drawTriples, type Triples } from "./triples.js";

/** Circuits of the similarity task, with their labels. */
export interface SimilarityData {
  readonly entries: readonly CatalogueEntry[];
  readonly topologies: readonly TaskTopology[];
  /** `[circuits][6]`. */
  readonly labels: readonly (readonly boolean[])[];
  readonly sha256: string;
}

/** What one fold trains and tests on. */
export interface SimilarityFold {
  readonly name: string;
  /** Circuits that training triples are drawn from. */
  readonly train: readonly number[];
  /** What is tested, by name. */
  readonly tests: readonly { readonly part: string; readonly triples: Triples }[];
}

/** Of a held-out family, so many comparisons are tested, the same for every encoder and seed. */
const heldOutTriples = 3000;

/** `faithful`: the 55 published circuits with their published labels; `honest`: the whole catalogue, faults corrected, with its own. */
export function similarityData(protocol: Protocol): SimilarityData {
  const corrected = new Set(circuitCatalogue.map(({ corrects }) => corrects));
  const entries = circuitCatalogue.filter(({ set, name }) =>
    protocol === "faithful" ? set === "dice" : !corrected.has(name),
  );
  const labels = entries.map((entry) => {
    const own = protocol === "faithful" ? publishedLabels(entry) : entry.labels;
    return circuitLabels.map((label) => own.includes(label));
  });
  const text = JSON.stringify(entries.map(({ name }, i) => [name, labels[i]]));
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { entries, topologies: entries.map(({ name }) => bareTopology(name)), labels, sha256 };
}

/** `all` of the published split, in which the 50 training circuits are tested too; or each family in turn held out as bases. */
export function similarityFolds({ entries }: SimilarityData, protocol: Protocol): SimilarityFold[] {
  const where = (holds: (entry: CatalogueEntry) => boolean) =>
    [...entries.keys()].filter((i) => holds(entries[i]!));
  const everything = where(() => true);
  if (protocol === "faithful") {
    const train = where(({ split }) => split !== "untrained");
    const unseen = where(({ split }) => split === "untrained");
    return [
      {
        ...{ name: "all", train },
        tests: [
          { part: "all", triples: allTriples(everything, everything) },
          { part: "unseen", triples: allTriples(unseen, everything) },
        ],
      },
    ];
  }
  const families = circuitFamilies.filter((family) => entries.some((entry) => entry.family === family));
  return families.map((family) => ({
    name: family,
    train: where((entry) => entry.family !== family),
    tests: [
      {
        part: family,
        triples: drawTriples(
          new RandomStream(1, `similarity/${family}`),
          heldOutTriples,
          where((entry) => entry.family === family),
          everything,
        ),
      },
    ],
  }));
}

/** A circuit of the catalogue without values. */
function bareTopology(name: string): TaskTopology {
  const circuit = catalogueCircuit(name);
  const graph = deviceGraph(circuit, "faithful");
  const fixedValues = new Float64Array(graph.devices + graph.nets).fill(1);
  return { name, circuit, graph, varying: [], fixedValues };
}
