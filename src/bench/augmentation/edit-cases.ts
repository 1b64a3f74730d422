import {
  AugmentationTree,
  type Circuit,
  type Device,
  type DeviceKind,
  type EditOptions,
  editCircuit,
  exactRules,
} from "../../circuit/index.js";
import { RandomStream } from "../../core/index.js";
import type { BenchCircuit } from "./bench-circuits.js";

/** A way to change a circuit that should leave it what it is. */
export interface EditCase {
  readonly name: string;
  /** Variants of a circuit, drawn by the seed; none where it has nothing that the case is about. */
  variants(bench: BenchCircuit, seed: number): Circuit[];
}

/** The devices of one kind split one way, at most `most` of each circuit; then what a simulator needs to find an operating point. */
function split(
  name: string,
  kinds: readonly DeviceKind[],
  operation: "parallel" | "series",
  { options = {}, mend = (circuit: Circuit) => circuit }: SplitOptions = {},
): EditCase {
  const most = 4;
  return {
    name,
    variants({ circuit, ownDevices, name: of }, seed) {
      const random = new RandomStream(seed, `${name} of ${of}`);
      const devices = [...circuit.devices.keys()].filter(
        (d) => d < ownDevices && kinds.includes(circuit.devices[d]!.kind) && !isLoop(circuit.devices[d]!),
      );
      const chosen = [...random.permutation(devices.length).subarray(0, most)].map((i) => devices[i]!);
      return chosen.map((device) => {
        const end = random.integer(0, 1) as 0 | 1;
        const { kind } = circuit.devices[device]!;
        return mend(editCircuit(circuit, [{ operation, device, kind, end }], options), device);
      });
    },
  };
}

interface SplitOptions {
  readonly options?: EditOptions;
  readonly mend?: (circuit: Circuit, device: number) => Circuit;
}

const isLoop = ({ kind, terminals }: Device): boolean =>
  kind !== "nmos" && kind !== "pmos" && terminals[0]!.net === terminals[1]!.net;

/** A resistor of 1 TΩ across both halves: the net between two capacitors has no path for direct current otherwise. */
function bridged(circuit: Circuit, device: number): Circuit {
  const halves = [circuit.devices[device]!, circuit.devices.at(-1)!];
  const bridges = halves.map(({ terminals }, i) => resistor(`r_bridge${i}`, terminals, 1e12));
  return { ...circuit, devices: [...circuit.devices, ...bridges] };
}

/** A resistor of 1 µΩ before both halves: between two ideal inductors direct current divides in no particular way otherwise. */
function damped(circuit: Circuit, device: number): Circuit {
  const [nets, devices] = [circuit.nets.slice(), circuit.devices.slice()];
  for (const half of [device, devices.length - 1]) {
    const { terminals, ...rest } = devices[half]!;
    const inner = nets.push({ name: `damped${half}`, isGround: false }) - 1;
    devices[half] = { ...rest, terminals: [{ ...terminals[0]!, net: inner }, terminals[1]!] };
    devices.push(resistor(`r_damped${half}`, [terminals[0]!, { name: "minus", net: inner }], 1e-6));
  }
  return { ...circuit, nets, devices };
}

const resistor = (name: string, terminals: Device["terminals"], resistance: number): Device => ({
  ...{ name, kind: "resistor", terminals },
  parameters: { resistance },
});

const transistors = ["nmos", "pmos"] as const;
const byGeometry: SplitOptions = { options: { transistors: "geometry" } };

/** The cases that are measured; the first is the measure of the simulator itself. */
export const editCases: readonly EditCase[] = [
  {
    name: "no edit, devices in another order",
    variants({ name, circuit }, seed) {
      const random = new RandomStream(seed, `order of ${name}`);
      return Array.from({ length: 4 }, () => {
        const order = random.permutation(circuit.devices.length);
        return { ...circuit, devices: Array.from(order, (device) => circuit.devices[device]!) };
      });
    },
  },
  split("resistor in parallel", ["resistor"], "parallel"),
  split("resistor in series", ["resistor"], "series"),
  split("capacitor in parallel", ["capacitor"], "parallel"),
  split("capacitor in series", ["capacitor"], "series", { mend: bridged }),
  split("inductor in parallel", ["inductor"], "parallel", { mend: damped }),
  split("inductor in series", ["inductor"], "series"),
  split("current source in parallel", ["current-source"], "parallel"),
  split("transistor in parallel, half the multiplicity", transistors, "parallel"),
  {
    name: "several edits by the exact rules",
    variants({ name, circuit }, seed) {
      const tree = new AugmentationTree(circuit, { rules: exactRules, seed, purpose: name });
      return [60, 1000].map((member) => editCircuit(circuit, tree.positive(member)));
    },
  },
  split("transistor in parallel, half the width", transistors, "parallel", byGeometry),
  split("transistor in series, twice the multiplicity", transistors, "series"),
  split("transistor in series, half the length", transistors, "series", byGeometry),
];
