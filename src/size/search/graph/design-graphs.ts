import type { Circuit } from "../../../circuit/index.js";
import { KirchhoffError } from "../../../core/index.js";
import { type CircuitGraph, terminalGraph } from "../../../graph/index.js";
import type { Design, DesignSpace } from "../../space.js";
import type { SearchContext } from "../search.js";

/** Resistances below this count as this: the logarithm of a short is far from all that a network has seen. */
const leastOhms = 1;

/** Graphs of designs: of the circuit under test with the sources of the testbench's first deck. */
export class DesignGraphs {
  readonly #space: DesignSpace;
  readonly #circuitOf: (design: Design) => Circuit;
  readonly #kept = new Map<string, CircuitGraph>();

  /** Throws SIZE_NO_CIRCUIT. */
  constructor({ space, circuitOf }: Pick<SearchContext, "space" | "circuitOf">) {
    if (!circuitOf) {
      throw new KirchhoffError("SIZE_NO_CIRCUIT", "this search looks at circuits, and there are none", {
        hint: "give the search `circuitOf`, as `size` does, or use a search that needs designs alone",
      });
    }
    this.#space = space;
    this.#circuitOf = circuitOf;
  }

  /** The graph of a design; the same object again where it was kept before. */
  of(design: Design, keep = false): CircuitGraph {
    const key = this.#space.key(design);
    const known = this.#kept.get(key);
    if (known) return known;
    const graph = withoutShorts(terminalGraph(this.#circuitOf(design)));
    if (keep) this.#kept.set(key, graph);
    return graph;
  }
}

function withoutShorts({ topology, values }: CircuitGraph): CircuitGraph {
  const { parameterNames } = topology;
  return {
    topology,
    values: values.map((value, i) =>
      parameterNames[i] === "resistance" && Math.abs(value) < leastOhms ? leastOhms : value,
    ),
  };
}
