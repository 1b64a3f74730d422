import { parametricCircuit } from "../circuit/index.js";
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

const layouts = new Map<string, RowLayout>();

/**
 * The terminal graph of a dataset row; rows of one circuit share their topology object, and no circuit is built for them.
 * Throws CIRCUIT_UNKNOWN_NAME.
 */
export function rowGraph(row: { readonly circuitName: string; readonly values: Float64Array }): CircuitGraph {
  const { topology, template, targets, sources } = layoutOf(row.circuitName);
  const values = template.slice();
  for (let i = 0; i < targets.length; i++) values[targets[i]!] = row.values[sources[i]!]!;
  return { topology, values };
}

function layoutOf(circuitName: string): RowLayout {
  const known = layouts.get(circuitName);
  if (known) return known;
  const { parameters, build } = parametricCircuit(circuitName);
  const circuit = build(new Float64Array(parameters.length));
  const { topology, values } = terminalGraph(circuit);
  const slots = circuit.devices.flatMap(({ name, parameters }) =>
    Object.keys(parameters).map((parameter) => `${name} ${parameter}`),
  );
  const set = parameters.flatMap(({ targets }, source) =>
    targets.map(({ device, parameter }) => ({ slot: slots.indexOf(`${device} ${parameter}`), source })),
  );
  const layout = {
    topology,
    template: values,
    targets: Int32Array.from(set, ({ slot }) => slot),
    sources: Int32Array.from(set, ({ source }) => source),
  };
  layouts.set(circuitName, layout);
  return layout;
}
