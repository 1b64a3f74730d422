import type { Circuit, DeviceModel } from "../../circuit/index.js";
import { chooseNames } from "./names.js";
import { type NameLookup, oneLine, printDevice, printNumber } from "./print-device.js";

/** A flat circuit as SPICE text, with the way back from printed names to the circuit's own. */
export interface PrintedCircuit {
  /** The deck: title, models, devices, options, `.end`; no analyses. */
  readonly deck: string;
  /** The deck's cards without `.end`, title first, for a caller that adds analyses. */
  readonly lines: readonly string[];
  /** Printed name of each net, by {@link Circuit.nets} index; ground is `0`. */
  readonly netNames: readonly string[];
  /** Printed name of each device, by {@link Circuit.devices} index; empty where the device is omitted. */
  readonly deviceNames: readonly string[];
  /** Indices of devices that SPICE has no form for (`black-box`, `unknown`); the deck holds a comment in their place. */
  readonly omitted: readonly number[];
  /** Models that devices name and the circuit does not define. */
  readonly missingModels: readonly string[];
}

const MAXIMUM_WIDTH = 110;

/**
 * Prints a flat circuit as a SPICE deck that ngspice reads, numbers with full double precision.
 *
 * Names that SPICE would misread (`net<3>`, `vin+`) are replaced by plain distinct ones; `netNames` and `deviceNames` lead
 * back. Throws `NETLIST_NOT_FINITE` for a value that is not a finite number.
 */
export function printCircuit(circuit: Circuit): PrintedCircuit {
  const names = chooseNames(circuit);
  const lookup = nameLookup(circuit, names);
  const lines = [oneLine(circuit.title) || "untitled"];
  for (const model of circuit.models) lines.push(wrap(printModel(model, lookup)));
  const omitted: number[] = [];
  circuit.devices.forEach((device, index) => {
    const card = printDevice(device, names.devices[index]!, lookup);
    if (card !== undefined) {
      lines.push(wrap(card));
      return;
    }
    omitted.push(index);
    const nets = device.terminals.map((terminal) => names.nets[terminal.net]!);
    const original = device.text?.card ?? device.text?.form ?? device.model ?? "";
    lines.push(oneLine(`* ${device.kind} ${device.name} ${nets.join(" ")} ${original}`).trimEnd());
  });
  lines.push(...settings(circuit, names.nets));
  const defined = new Set(circuit.models.map((model) => model.name));
  const missing = new Set<string>();
  for (const { model } of circuit.devices) if (model !== undefined && !defined.has(model)) missing.add(model);
  return {
    deck: `${lines.join("\n")}\n.end\n`,
    lines,
    netNames: names.nets,
    deviceNames: names.devices,
    omitted,
    missingModels: [...missing],
  };
}

function nameLookup(circuit: Circuit, names: ReturnType<typeof chooseNames>): NameLookup {
  let nets: Map<string, string> | undefined;
  let devices: Map<string, string> | undefined;
  return {
    net: (id) => names.nets[id]!,
    netNamed: (name) => {
      nets ??= new Map(circuit.nets.map((net, index) => [net.name, names.nets[index]!]));
      return nets.get(name) ?? name;
    },
    deviceNamed: (name) => {
      devices ??= new Map(circuit.devices.map((device, index) => [device.name, names.devices[index]!]));
      return devices.get(name) ?? name;
    },
    model: (name) => names.models.get(name)!,
  };
}

function printModel(model: DeviceModel, names: NameLookup): string {
  const words = [`.model ${names.model(model.name)} ${oneLine(model.type)}`];
  for (const [key, value] of Object.entries(model.text ?? {})) words.push(`${key}=${oneLine(value)}`);
  for (const [key, value] of Object.entries(model.parameters)) {
    words.push(`${key}=${printNumber(value, `parameter ${key} of model ${model.name}`, model.location)}`);
  }
  return words.join(" ");
}

function settings(circuit: Circuit, nets: readonly string[]): string[] {
  const lines = [`.temp ${printNumber(circuit.temperature, "the temperature")}`];
  for (const [key, value] of Object.entries(circuit.options)) {
    lines.push(`.options ${key}=${printNumber(value, `option ${key}`)}`);
  }
  for (const { net, voltage } of circuit.initialConditions ?? []) {
    lines.push(`.ic v(${nets[net]})=${printNumber(voltage, "an initial condition")}`);
  }
  for (const { net, voltage } of circuit.nodesets ?? []) {
    lines.push(`.nodeset v(${nets[net]})=${printNumber(voltage, "a node set")}`);
  }
  return lines;
}

/** Breaks a long card at blanks outside quotes and braces, continuing it with `+`. */
function wrap(card: string): string {
  if (card.length <= MAXIMUM_WIDTH || /['"{]/.test(card)) return card;
  const lines: string[] = [];
  let line = "";
  for (const word of card.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > MAXIMUM_WIDTH) {
      lines.push(line);
      line = `+ ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join("\n");
}
