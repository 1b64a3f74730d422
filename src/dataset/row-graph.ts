import { nominalCircuit, type ParametricCircuit, parametricCircuit } from "../circuit/index.js";
import { type CircuitGraph, type GraphTopology, terminalGraph } from "../graph/index.js";

/** How the values of a circuit's rows become the values of its graph. */
interface RowLayout {
  readonly topology: GraphTopology;
  /** Values of the graph; those that rows set are overwritten. */
  readonly template: Float64Array;
  /** The graph's values that rows set, and for each the row's value that it takes. */
  readonly targets: Int32Array;
  readonly sources: Int32Array;
}

/** The graphs of circuits whose values enter through expressions are `built`, row by row. */
const layouts = new Map<string, RowLayout | "built">();

/**
 * The terminal graph of a dataset row; rows of one circuit share their topology object, and no circuit is built for them where values
 * are set in place. Throws CIRCUIT_UNKNOWN_NAME.
 */
export function rowGraph(row: { readonly circuitName: string; readonly values: Float64Array }): CircuitGraph {
  const layout = layoutOf(row.circuitName);
  if (layout === "built") return terminalGraph(parametricCircuit(row.circuitName).build(row.values));
  const { topology, template, targets, sources } = layout;
  const values = template.slice();
  for (let i = 0; i < targets.length; i++) values[targets[i]!] = row.values[sources[i]!]!;
  return { topology, values };
}

function layoutOf(circuitName: string): RowLayout | "built" {
  const known = layouts.get(circuitName);
  if (known) return known;
  const circuit = parametricCircuit(circuitName);
  const inPlace = circuit.parameters.every(({ targets }) => targets.length > 0);
  const layout = inPlace ? makeLayout(circuit) : "built";
  layouts.set(circuitName, layout);
  return layout;
}

function makeLayout(parametric: ParametricCircuit): RowLayout {
  const circuit = nominalCircuit(parametric);
  const { topology, values } = terminalGraph(circuit);
  const slots = circuit.devices.flatMap(({ name, parameters }) =>
    Object.keys(parameters).map((parameter) => `${name} ${parameter}`),
  );
  const set = parametric.parameters.flatMap(({ targets }, source) =>
    targets.map(({ device, parameter }) => ({ slot: slots.indexOf(`${device} ${parameter}`), source })),
  );
  return {
    topology,
    template: values,
    targets: Int32Array.from(set, ({ slot }) => slot),
    sources: Int32Array.from(set, ({ source }) => source),
  };
}
