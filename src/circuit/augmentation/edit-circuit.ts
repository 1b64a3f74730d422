import type { Circuit, Device, Net, NetId, Terminal } from "../circuit.js";
import { currentTerminals } from "./current-terminals.js";
import { dividedParameters, type TransistorDivision } from "./divide.js";
import type { Edit } from "./edit.js";
import { otherDevice } from "./replace.js";

export interface EditOptions {
  /** Default `multiplicity`. */
  readonly transistors?: TransistorDivision;
}

/**
 * The circuit with edits made one after another, values carried along: where a device is split into two of its kind, each takes half.
 * Nets and devices keep their numbers; what is added comes last. A device of another kind gets the magnitude of impedance at 1 MHz, or,
 * a transistor, the sizes, of the one that it stands beside.
 */
export function editCircuit(circuit: Circuit, edits: readonly Edit[], options: EditOptions = {}): Circuit {
  const nets: Net[] = circuit.nets.slice();
  const devices: Device[] = circuit.devices.slice();
  const names = new Set([...devices, ...nets].map(({ name }) => name));
  for (const edit of edits) {
    const device = devices[edit.device]!;
    const [value, added] = valuesAfter(circuit, device, edit, options);
    const ends = currentTerminals(device)!;
    if (edit.operation === "change") {
      const name = freeName(names, device.name, added.kind);
      devices[edit.device] = { ...added, name, terminals: device.terminals };
      continue;
    }
    const name = freeName(names, device.name, added.kind);
    let [own, other] = [device.terminals, device.terminals];
    if (edit.operation === "series") {
      const middle = nets.push({ name: freeNet(names, device.name), isGround: false }) - 1;
      own = moved(own, ends[edit.end], middle);
      other = moved(other, ends[1 - edit.end]!, middle);
    }
    devices[edit.device] = { ...device, ...value, terminals: own };
    devices.push({ ...added, name, terminals: other });
  }
  return { ...circuit, nets, devices };
}

/** What an edit makes of a device, and what it adds, but for names and terminals. */
function valuesAfter(
  circuit: Circuit,
  device: Device,
  { operation, kind }: Edit,
  { transistors = "multiplicity" }: EditOptions,
): [value: Pick<Device, "parameters">, added: Omit<Device, "name" | "terminals">] {
  const { name: _, terminals: __, location: ___, ...rest } = device;
  if (operation === "change" || kind !== device.kind) {
    return [{ parameters: device.parameters }, otherDevice(device, kind, circuit)];
  }
  const parameters = dividedParameters(device, operation, transistors);
  return [{ parameters }, { ...rest, parameters }];
}

const moved = (terminals: readonly Terminal[], at: number, net: NetId): Terminal[] =>
  terminals.map((terminal, t) => (t === at ? { ...terminal, net } : terminal));

const letters: Readonly<Partial<Record<Device["kind"], string>>> = {
  resistor: "r",
  capacitor: "c",
  inductor: "l",
};

/** `m1_2`, `m1_3` … for a device beside `m1`; `c_r1` for a capacitor beside `r1`, since the letter says what a card is. */
function freeName(names: Set<string>, beside: string, kind: Device["kind"]): string {
  const letter = letters[kind];
  const stem = letter === undefined || beside.startsWith(letter) ? beside : `${letter}_${beside}`;
  let name = stem;
  for (let n = 2; names.has(name); n++) name = `${stem}_${n}`;
  names.add(name);
  return name;
}

function freeNet(names: Set<string>, device: string): string {
  let name = `${device}_mid`;
  for (let n = 2; names.has(name); n++) name = `${device}_mid${n}`;
  names.add(name);
  return name;
}
