import type { Circuit, NetId, NetVoltage } from "../circuit/index.js";
import { KirchhoffError, nearestWord } from "../core/index.js";
import { type ElaborateOptions, type Elaboration, readNetlist } from "./elaborate/elaborate.js";
import { readFields } from "./syntax/fields.js";
import { parseNetlist } from "./syntax/parse.js";
import { tokenize } from "./syntax/tokens.js";
import { type Block, isBlock, type SyntaxTree } from "./syntax/tree.js";

/** A subcircuit that a netlist defines at its top level. */
export interface SubcircuitHeader {
  /** Lower case. */
  readonly name: string;
  /** Names of its nets that instances connect, lower case, in order. */
  readonly ports: readonly string[];
}

/** The subcircuits that a netlist defines itself, in order; those of files that it includes are not among them. */
export function subcircuitHeaders(tree: SyntaxTree): SubcircuitHeader[] {
  return tree.nodes
    .filter((node): node is Block => isBlock(node) && node.kind === "subcircuit")
    .flatMap(({ open }) => {
      const tokens = tokenize(tree.source.text, open.start, open.end, () => {});
      const words = readFields(tokens, 1).positional.map(({ text }) => text);
      const [name, ...ports] = words.filter((word) => word !== "params:");
      return name === undefined ? [] : [{ name, ports }];
    });
}

/** Name of the instance that is opened, and its prefix in the flat circuit. */
const instance = "x__self";
const prefix = `${instance}.`;

/**
 * One subcircuit of a netlist as a circuit of its own: its ports and its inner nets keep their names, its devices theirs, and what the
 * netlist has at its top level is left out. Nets are in order of first use; a port that no device touches is no net.
 * Throws NETLIST_NO_SUCH_SUBCKT.
 */
export function readSubcircuit(
  text: string,
  name: string,
  options: ElaborateOptions & { readonly file?: string } = {},
): Elaboration {
  const tree = parseNetlist(text, options.file === undefined ? {} : { file: options.file });
  const headers = subcircuitHeaders(tree);
  const header = headers.find((each) => each.name === name.toLowerCase());
  if (!header) {
    const names = headers.map((each) => each.name);
    const near = nearestWord(name, names);
    throw new KirchhoffError("NETLIST_NO_SUCH_SUBCKT", "the netlist does not define this subcircuit", {
      found: name,
      expected: names.length > 0 ? `one of ${names.join(", ")}` : "a .subckt",
      ...(options.file !== undefined && { location: { file: options.file, line: 1, column: 1 } }),
      ...(near !== undefined && { hint: `did you mean ${near}?` }),
    });
  }
  const kept = tree.nodes.filter(
    (node) => isBlock(node) || (node.kind !== "rest" && node.keyword !== ".end"),
  );
  const own = kept.map((node) => text.slice(...extent(node))).join("");
  const elaboration = readNetlist(`${own}\n${instance} ${header.ports.join(" ")} ${header.name}\n`, options);
  return { ...elaboration, circuit: insideOf(elaboration.circuit, header.name) };
}

function extent(node: SyntaxTree["nodes"][number]): [start: number, end: number] {
  if (!isBlock(node)) return [node.start, node.end];
  const last = node.close ?? node.body.at(-1) ?? node.open;
  return [node.open.start, extent(last)[1]];
}

/** The devices of the instance alone, without its prefix, and the nets that they touch. */
function insideOf(circuit: Circuit, title: string): Circuit {
  const ids = new Map<NetId, NetId>();
  const idOf = (net: NetId): NetId => {
    const known = ids.get(net);
    if (known !== undefined) return known;
    ids.set(net, ids.size);
    return ids.size - 1;
  };
  const devices = circuit.devices
    .filter(({ name }) => name.startsWith(prefix))
    .map((device) => ({
      ...device,
      name: device.name.slice(prefix.length),
      ...(device.model !== undefined && { model: unprefixed(device.model) }),
      ...(device.text && { text: mapTexts(device.text) }),
      terminals: device.terminals.map((terminal) => ({ ...terminal, net: idOf(terminal.net) })),
    }));
  const nets = [...ids.keys()].map((net) => {
    const { name, isGround } = circuit.nets[net]!;
    return { name: unprefixed(name), isGround };
  });
  const moved = (voltages: readonly NetVoltage[] = []) =>
    voltages.filter(({ net }) => ids.has(net)).map((each) => ({ ...each, net: ids.get(each.net)! }));
  return {
    ...circuit,
    ...{ title, nets, devices },
    models: circuit.models.map((model) => ({ ...model, name: unprefixed(model.name) })),
    ...(circuit.initialConditions && { initialConditions: moved(circuit.initialConditions) }),
    ...(circuit.nodesets && { nodesets: moved(circuit.nodesets) }),
  };
}

/** Names, also those within expressions, as they are inside the instance. */
function unprefixed(text: string): string {
  return text.replaceAll(prefix, "");
}

function mapTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, unprefixed(text)]));
}
