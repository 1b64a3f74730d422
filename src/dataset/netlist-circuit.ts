import {
  type Circuit,
  type CircuitParameter,
  type Device,
  type ParameterUnit,
  type ParametricCircuit,
  parametrise,
} from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { type FileProvider, formatDiagnostic, readNetlist } from "../netlist/index.js";
import type { Distribution } from "./distribution.js";

/** A circuit of the user's own, with all that is needed to build it again: a dataset holds it whole. */
export interface NetlistCircuit {
  /** Names the netlist in errors. */
  readonly file: string;
  readonly text: string;
  /** What the netlist includes, by path as it is written there. */
  readonly files: Readonly<Record<string, string>>;
  /** What varies, a `.param` of the top level or `device.parameter`, and how it is drawn. */
  readonly parameters: Readonly<Record<string, Distribution>>;
  /** Nets whose voltages are labels; all but ground where it is absent. */
  readonly outputs?: readonly string[] | undefined;
}

const units: Readonly<Record<string, ParameterUnit>> = {
  resistance: "ohm",
  capacitance: "farad",
  inductance: "henry",
  w: "metre",
  l: "metre",
};

/** A name that the netlist does not have: a parameter or an output. */
export class UnknownNetlistName extends Error {
  constructor(
    readonly what: "parameters" | "outputs",
    readonly found: string,
    readonly known: readonly string[],
  ) {
    super(`the netlist has no ${what === "parameters" ? "parameter" : "net"} "${found}"`);
  }
}

/**
 * The parametric circuit of a netlist. Values of `device.parameter` are set in place; those of `.param` names re-evaluate the netlist
 * for each build. Throws DATASET_NETLIST where the netlist has errors, and {@link UnknownNetlistName}.
 */
export function netlistCircuit(name: string, netlist: NetlistCircuit): ParametricCircuit {
  const { circuit: read, params } = readWith(netlist, {});
  const outputs = outputsOf(read, netlist.outputs);
  const template: Circuit = { ...read, outputs };
  const parameters = Object.keys(netlist.parameters).map((each) => parameterOf(each, template, params));
  const inPlace = parametrise({ name, template, parameters });
  const nominal = parameters.map(({ name, targets: [target] }) =>
    target ? statedValue(template, target.device, target.parameter) : params.get(name)!,
  );
  if (parameters.every(({ targets }) => targets.length > 0)) return { ...inPlace, nominal };
  return {
    ...inPlace,
    nominal,
    build(values) {
      const evaluated = Object.fromEntries(
        parameters.flatMap(({ name, targets }, i) => (targets.length === 0 ? [[name, values[i]!]] : [])),
      );
      const { circuit } = readWith(netlist, evaluated);
      const shared = sharing(template, circuit, netlist.file);
      return parametrise({ name, template: shared, parameters }).build(values);
    },
  };
}

/** The netlist with these `.param` values. Throws DATASET_NETLIST. */
function readWith(netlist: NetlistCircuit, values: Readonly<Record<string, number>>) {
  const { file, text, files } = netlist;
  const provider: FileProvider = {
    read: (path) =>
      Object.hasOwn(files, path)
        ? { status: "found", file: path, text: files[path]! }
        : { status: "missing" },
  };
  return readText(file, withParameters(text, values), provider);
}

/** A netlist in which these definitions are the last, so that they hold. */
function withParameters(text: string, values: Readonly<Record<string, number>>): string {
  const cards = Object.entries(values).map(([name, value]) => `.param ${name}=${value}\n`);
  const end = /^[ \t]*\.end[ \t]*\r?$/im.exec(text)?.index ?? text.length;
  return `${text.slice(0, end)}${end === text.length ? "\n" : ""}${cards.join("")}${text.slice(end)}`;
}

function readText(file: string, text: string, files: FileProvider) {
  const { circuit, parameters, diagnostics } = readNetlist(text, { file, files });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const [first] = errors;
    throw new KirchhoffError("DATASET_NETLIST", first!.message, {
      location: first!.location,
      ...(errors.length > 1 && { found: errors.slice(0, 5).map(formatDiagnostic).join("\n") }),
      ...(first!.hint && { hint: first!.hint }),
    });
  }
  return { circuit, params: new Map(parameters.map(({ name, value }) => [name, value])) };
}

/** Texts of all that a netlist includes, by path as it is written there. Throws DATASET_NETLIST. */
export function readIncludes(file: string, text: string, files: FileProvider): Record<string, string> {
  const included: Record<string, string> = {};
  readText(file, text, {
    read(path, from) {
      const answer = files.read(path, from);
      if (answer.status !== "found") return answer;
      if ((included[path] ?? answer.text) !== answer.text) {
        throw new KirchhoffError("DATASET_NETLIST", `${file} includes two different files as ${path}`, {
          hint: "give them names of their own",
        });
      }
      included[path] = answer.text;
      return answer;
    },
  });
  return included;
}

function outputsOf({ nets }: Circuit, names: readonly string[] | undefined): number[] {
  const own = nets.flatMap(({ isGround }, net) => (isGround ? [] : [net]));
  if (!names) return own;
  return names.map((name) => {
    const net = nets.findIndex((each) => each.name === name.toLowerCase());
    if (net >= 0) return net;
    throw new UnknownNetlistName(
      "outputs",
      name,
      own.map((each) => nets[each]!.name),
    );
  });
}

function parameterOf(
  text: string,
  { devices }: Circuit,
  params: ReadonlyMap<string, number>,
): CircuitParameter {
  const name = text.toLowerCase();
  if (params.has(name)) return { name, unit: "one", targets: [] };
  const dot = name.lastIndexOf(".");
  const device = devices.find((each) => each.name === name.slice(0, dot));
  const parameter = name.slice(dot + 1);
  if (device && Object.hasOwn(device.parameters, parameter)) {
    return { name, unit: unitOf(device, parameter), targets: [{ device: device.name, parameter }] };
  }
  const own = device ? Object.keys(device.parameters).map((each) => `${device.name}.${each}`) : [];
  const some = devices.flatMap((each) => Object.keys(each.parameters).map((key) => `${each.name}.${key}`));
  throw new UnknownNetlistName("parameters", text, own.length > 0 ? own : [...params.keys(), ...some]);
}

function unitOf({ kind }: Device, parameter: string): ParameterUnit {
  if (parameter !== "dc") return units[parameter] ?? "one";
  return kind === "current-source" ? "ampere" : "volt";
}

function statedValue({ devices }: Circuit, device: string, parameter: string): number {
  return devices.find(({ name }) => name === device)!.parameters[parameter]!;
}

/** A circuit of the same topology with the template's nets, terminals and models where they are equal. Throws DATASET_NETLIST. */
function sharing(template: Circuit, circuit: Circuit, file: string): Circuit {
  const same =
    circuit.devices.length === template.devices.length &&
    circuit.devices.every((device, i) => device.name === template.devices[i]!.name);
  if (!same) {
    throw new KirchhoffError("DATASET_NETLIST", `the devices of ${file} change with its parameters`, {
      hint: "vary values alone: conditions that add or remove devices make another circuit",
    });
  }
  const devices = circuit.devices.map((device, i) => ({
    ...device,
    terminals: template.devices[i]!.terminals,
  }));
  const models =
    JSON.stringify(circuit.models) === JSON.stringify(template.models) ? template.models : circuit.models;
  return { ...circuit, nets: template.nets, outputs: template.outputs!, devices, models };
}
