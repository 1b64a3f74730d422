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
  /** Of designs that are still in use. */
  readonly #made = new WeakMap<Design, CircuitGraph>();

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

  /** The graph of a design. Throws what the netlist says where it has no circuit for these values. */
  of(design: Design): CircuitGraph {
    const known = this.#made.get(design) ?? withoutShorts(terminalGraph(this.#circuitOf(design)));
    this.#made.set(design, known);
    return known;
  }

  /** Likewise, and the same object for equal designs, whenever it is asked for. */
  kept(design: Design): CircuitGraph {
    const key = this.#space.key(design);
    const known = this.#kept.get(key) ?? this.of(design);
    this.#kept.set(key, known);
    return known;
  }

  /** Whether the netlist has a circuit for these values. */
  has(design: Design): boolean {
    try {
      this.of(design);
      return true;
    } catch (error) {
      if (error instanceof KirchhoffError) return false;
      throw error;
    }
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
