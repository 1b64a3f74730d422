import type { DeviceKind } from "../circuit/index.js";
import type { GraphTopology } from "./topology.js";

/** A number that some nodes of a graph carry, computed from the circuit's values. */
export interface NodeFeature {
  readonly name: string;
  /** Finds, once for a topology, the nodes that carry the feature and what to compute there. */
  bind(topology: GraphTopology): BoundFeature;
}

/** A {@link NodeFeature} on one topology. */
export interface BoundFeature {
  readonly nodes: Int32Array;
  /** Writes the feature of `nodes[i]` to `out[i]`; `values` as in `CircuitGraph`. */
  compute(values: Float64Array, out: Float64Array): void;
}

/** A device parameter by its name, or by name and the value that holds where the device does not state it. */
export type FeatureParameter = string | readonly [name: string, absent: number];

/**
 * The feature `transform(...parameters)` on every terminal of the devices of these kinds; devices that lack a parameter without a
 * value for its absence do not carry it.
 */
export function deviceFeature(
  name: string,
  kinds: readonly DeviceKind[],
  parameters: readonly FeatureParameter[],
  transform: (...values: number[]) => number,
): NodeFeature {
  return {
    name,
    bind(topology) {
      const { nodes, slots } = findDevices(topology, kinds, parameters);
      const absent = parameters.map((parameter) => (typeof parameter === "string" ? 0 : parameter[1]));
      const inputs = absent.slice();
      return {
        nodes,
        compute: (values, out) => {
          for (let i = 0, next = 0; i < nodes.length; i++) {
            for (let p = 0; p < inputs.length; p++) {
              const slot = slots[next++]!;
              inputs[p] = slot < 0 ? absent[p]! : values[slot]!;
            }
            out[i] = transform(...inputs);
          }
        },
      };
    },
  };
}

/** The terminals that carry a device feature, and for each, which values it reads (-1: absent). */
function findDevices(
  { deviceKinds, terminalOffsets, parameterOffsets, parameterNames }: GraphTopology,
  kinds: readonly DeviceKind[],
  parameters: readonly FeatureParameter[],
): { nodes: Int32Array; slots: Int32Array } {
  const nodes: number[] = [];
  const slots: number[] = [];
  deviceKinds.forEach((kind, d) => {
    if (!kinds.includes(kind)) return;
    const first = parameterOffsets[d]!;
    const names = parameterNames.slice(first, parameterOffsets[d + 1]!);
    const found = parameters.map((parameter) => {
      const at = names.indexOf(typeof parameter === "string" ? parameter : parameter[0]);
      return at < 0 ? -1 : first + at;
    });
    if (found.some((slot, p) => slot < 0 && typeof parameters[p] === "string")) return;
    for (let node = terminalOffsets[d]!; node < terminalOffsets[d + 1]!; node++) {
      nodes.push(node);
      slots.push(...found);
    }
  });
  return { nodes: Int32Array.from(nodes), slots: Int32Array.from(slots) };
}

/**
 * A feature of nets and of the terminals on them: `device` gives each terminal an amount (as {@link deviceFeature} does), which is
 * summed over each net. Net nodes carry `ofNet(sum)`, terminals that contribute carry `ofTerminal(amount, sum)`, if these are given.
 */
export function netSumFeature(
  name: string,
  device: NodeFeature,
  transforms: { ofNet?: (sum: number) => number; ofTerminal?: (amount: number, sum: number) => number },
): NodeFeature {
  const { ofNet, ofTerminal } = transforms;
  return {
    name,
    bind(topology) {
      const amounts = device.bind(topology);
      const amount = new Float64Array(amounts.nodes.length);
      const netOf = amounts.nodes.map((node) => topology.netOfNode[node]!);
      const sums = new Float64Array(topology.nodes - topology.terminals);
      const nets = ofNet ? Int32Array.from(new Set(netOf)) : new Int32Array();
      const terminals = ofTerminal ? amounts.nodes : new Int32Array();
      return {
        nodes: Int32Array.from([...terminals, ...nets.map((net) => topology.terminals + net)]),
        compute: (values, out) => {
          amounts.compute(values, amount);
          sums.fill(0);
          netOf.forEach((net, i) => {
            sums[net]! += amount[i]!;
          });
          terminals.forEach((_, i) => {
            out[i] = ofTerminal!(amount[i]!, sums[netOf[i]!]!);
          });
          nets.forEach((net, i) => {
            out[terminals.length + i] = ofNet!(sums[net]!);
          });
        },
      };
    },
  };
}

/** Ratios beyond this are this: a quotient may overflow. */
const largestRatio = 1e30;

/**
 * A feature of terminals relative to the circuit: `transform(amount / centre)`, where `device` gives the amounts (as
 * {@link deviceFeature} does) and the centre is the geometric mean of those that are not 0.
 */
export function relativeFeature(
  name: string,
  device: NodeFeature,
  transform: (ratio: number) => number,
): NodeFeature {
  return {
    name,
    bind(topology) {
      const { nodes, compute } = device.bind(topology);
      return {
        nodes,
        compute: (values, out) => {
          compute(values, out);
          let logarithms = 0;
          let count = 0;
          for (let i = 0; i < nodes.length; i++) {
            if (out[i] === 0) continue;
            logarithms += Math.log(Math.abs(out[i]!));
            count++;
          }
          const centre = count > 0 ? Math.exp(logarithms / count) : 1;
          for (let i = 0; i < nodes.length; i++) {
            out[i] = transform(Math.max(-largestRatio, Math.min(out[i]! / centre, largestRatio)));
          }
        },
      };
    },
  };
}

/** A feature of the topology alone: `bind(topology)(node)` for every node, or undefined where a node does not carry it. */
export function topologyFeature(
  name: string,
  bind: (topology: GraphTopology) => (node: number) => number | undefined,
): NodeFeature {
  return {
    name,
    bind(topology) {
      const ofNode = bind(topology);
      const nodes: number[] = [];
      const constants: number[] = [];
      for (let node = 0; node < topology.nodes; node++) {
        const constant = ofNode(node);
        if (constant === undefined) continue;
        nodes.push(node);
        constants.push(constant);
      }
      return { nodes: Int32Array.from(nodes), compute: (_, out) => out.set(constants) };
    },
  };
}
