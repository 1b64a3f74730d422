import { type Circuit, type Device, type ParametricCircuit, parametricCircuit } from "../../circuit/index.js";
import { type DeviceGraph, deviceGraph } from "../../graph/index.js";
import { catalogueCircuit } from "../../netlist/node-catalogue/index.js";

/** One topology of a task: a circuit of the catalogue, and which of a row's values is whose. */
export interface TaskTopology {
  /** Name in the catalogue. */
  readonly name: string;
  /** Without supplies and inputs. */
  readonly circuit: Circuit;
  /** In the published style: the nodes that decoders read. */
  readonly graph: DeviceGraph;
  /** Nodes of the graph that rows set, ascending, and for each where among a row's values it is and how it enters. */
  readonly varying: readonly ValueSource[];
  /** The value of each node in the decoder that no row sets; 1 for nets. `[nodes]`, meaningless where a node varies. */
  readonly fixedValues: Float64Array;
}

/** How a node's value comes from a row. */
export interface ValueSource {
  readonly node: number;
  readonly kind: number;
  /** Index among the row's values. */
  readonly source: number;
  /** The decoder's value of the row's. */
  enter(value: number): number;
}

/** Name in the catalogue of a dataset's circuit, `strongarm_latch@1f3a9c02`. */
export const catalogueName = (circuitName: string): string => circuitName.replace(/@.*$/, "");

/**
 * The topology of a dataset's circuit. Values enter as published (DICE, section 6.4): of a transistor minus the logarithm of its aspect
 * ratio, of R, C, L and I minus the logarithm of the SI value, of a control net the exponential of its volts, of any other net 1.
 */
export function taskTopology(circuitName: string): TaskTopology {
  const name = catalogueName(circuitName);
  const circuit = catalogueCircuit(name);
  const parametric = parametricCircuit(circuitName);
  const simulated = parametric.build(parametric.nominal ?? new Float64Array(parametric.parameters.length));
  const graph = deviceGraph(circuit, "faithful");
  const nodeOfDevice = new Map(
    Array.from(graph.circuitDevices, (device, node) => [circuit.devices[device]!.name, node]),
  );
  const nodeOfNet = new Map(
    Array.from(graph.circuitNets, (net, i) => [circuit.nets[net]!.name, graph.devices + i]),
  );
  const fixedValues = new Float64Array(graph.devices + graph.nets).fill(1);
  for (const device of simulated.devices) {
    const node = nodeOfDevice.get(device.name);
    if (node !== undefined) fixedValues[node] = deviceValue(device);
  }
  return {
    ...{ name, circuit, graph, fixedValues },
    varying: sourcesOf(parametric, simulated, (device) => {
      const node = nodeOfDevice.get(device) ?? nodeOfNet.get(device);
      return node === undefined ? undefined : { node, kind: graph.kindOfNode[node]! };
    }),
  };
}

function sourcesOf(
  { parameters }: ParametricCircuit,
  simulated: Circuit,
  place: (device: string) => { readonly node: number; readonly kind: number } | undefined,
): ValueSource[] {
  const devices = new Map(simulated.devices.map((device) => [device.name, device]));
  const sources = parameters.flatMap(({ targets }, source) =>
    targets.flatMap(({ device, parameter }): ValueSource[] => {
      const at = place(device);
      if (!at) return [];
      const built = devices.get(device)!;
      const isControl = built.kind === "voltage-source";
      const enter = (value: number) =>
        isControl
          ? Math.exp(value)
          : deviceValue({ ...built, parameters: { ...built.parameters, [parameter]: value } });
      return [{ ...at, source, enter }];
    }),
  );
  return sources.sort((a, b) => a.node - b.node);
}

/** What stands for a device's value in the decoder. */
function deviceValue({ kind, parameters }: Device): number {
  const { w, l, m = 1, resistance, capacitance, inductance, dc } = parameters;
  if (kind === "nmos" || kind === "pmos") return -Math.log((m * w!) / l!);
  return -Math.log(Math.abs(resistance ?? capacitance ?? inductance ?? dc ?? 1));
}
