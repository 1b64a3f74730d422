import type { Circuit } from "../../circuit/index.js";
import {
  type Diagnostic,
  type FileProvider,
  isBlock,
  parseNetlist,
  readNetlist,
  type Statement,
  type SyntaxTree,
} from "../../netlist/index.js";
import { below, placedAt } from "./below.js";
import { checkCards, inDevices } from "./check-cards.js";
import { connector } from "./connect.js";
import { unknownName } from "./errors.js";
import type { Corner, ModelLibrary, Testbench } from "./schema.js";

/** A netlist as a circuit under test. */
export interface NetlistSource {
  readonly text: string;
  /** Names the netlist in errors; includes are looked for beside it. */
  readonly file: string;
  readonly files?: FileProvider;
  /** Take its definitions alone, without the devices of its top level. */
  readonly subcircuit?: string;
}

/**
 * The circuits of a testbench's decks about a netlist, in a corner. A deck's cards are read as part of the netlist: they may
 * use its parameters, models and subcircuits; `onWarning` is told what looks like a slip. Throws SIMULATION_TESTBENCH.
 */
export function netlistDecks(
  testbench: Testbench,
  source: NetlistSource,
  corner?: Corner,
  onWarning?: (warning: Diagnostic) => void,
): Circuit[] {
  const base = placedAt(testbench.locate?.(["circuit", "subcircuit"]), () =>
    baseText(source, corner?.process),
  );
  const baseLines = base.split("\n").length;
  const cards = addedCards(testbench, corner);
  const { file, files } = source;
  checkParameters(testbench, base, corner);
  return Object.entries(testbench.decks).map(([name, deck]) => {
    const text = [base, ...cards.map((card) => card.text), deck.devices, ".end", ""].join("\n");
    const read = readNetlist(text, { file, ...(files && { files }) });
    const place = `testbench ${testbench.name}, deck ${name}`;
    const locate = below(testbench.locate, "decks", name);
    checkCards(read, place, ({ file: found, line, column }) => {
      const own = line - baseLines;
      if (found !== file || own < 1) return undefined;
      const card = cards[own - 1];
      if (!card) return inDevices({ line: own - cards.length, column }, place, locate);
      return testbench.locate?.(card.path) ?? { file: `testbench ${testbench.name}`, line: 1, column: 1 };
    });
    for (const one of read.diagnostics) if (one.severity === "warning") onWarning?.(one);
    const connect = connector({ ...deck, devices: "" }, `deck ${name}`, locate);
    return cornered(connect(read.circuit), testbench, corner);
  });
}

/** The cards that a testbench and its corner add to every deck, and where it says so. */
function addedCards(testbench: Testbench, corner: Corner | undefined) {
  const ofCorner = corner ? ["corners", testbench.corners.indexOf(corner)] : [];
  const library = corner?.library ?? testbench.library;
  return [
    ...(library
      ? [{ text: libraryCard(library, corner?.process), path: libraryPath(testbench, corner) }]
      : []),
    ...Object.entries(corner?.parameters ?? {}).map(([name, value]) => ({
      text: `.param ${name}=${value}`,
      path: [...ofCorner, "parameters", name],
    })),
  ];
}

/** Where a testbench names the library that a corner has. */
export function libraryPath({ corners }: Testbench, corner?: Corner): (string | number)[] {
  return corner?.library ? ["corners", corners.indexOf(corner), "library"] : ["library"];
}

/** `.lib 'file' section`, or an include where there is no section. */
export function libraryCard({ file, section }: ModelLibrary, process?: string): string {
  const chosen = section === undefined ? undefined : (process ?? section);
  return chosen === undefined ? `.include '${file}'` : `.lib '${file}' ${chosen}`;
}

/** A circuit at a corner's temperature and supply. Throws SIMULATION_TESTBENCH for a supply that it does not have. */
export function cornered(circuit: Circuit, testbench: Testbench, corner?: Corner): Circuit {
  if (!corner) return circuit;
  const { temperature = circuit.temperature, supply = 1 } = corner;
  if (supply === 1) return temperature === circuit.temperature ? circuit : { ...circuit, temperature };
  const names = circuit.devices.map(({ name }) => name);
  testbench.supplies.forEach((name, i) => {
    if (names.includes(name)) return;
    throw unknownName("supplies", "device", name, names).at(testbench.locate?.(["supplies", i]));
  });
  const supplies = new Set(testbench.supplies);
  const devices = circuit.devices.map((device) =>
    supplies.has(device.name)
      ? { ...device, parameters: { ...device.parameters, dc: supply * (device.parameters.dc ?? 0) } }
      : device,
  );
  return { ...circuit, temperature, devices };
}

/** The netlist up to `.end`, with sections and devices of the top level replaced where that is asked for; line numbers stay. */
function baseText({ text, file, subcircuit }: NetlistSource, process: string | undefined): string {
  const tree = parseNetlist(text, { file });
  const parts = tree.nodes.map((node) => {
    const [start, end] = isBlock(node) ? [node.open.start, endOfBlock(node)] : [node.start, node.end];
    const own = text.slice(start, end);
    if (isBlock(node) || node.kind !== "card") return isBlock(node) || node.kind !== "rest" ? own : "";
    if (node.keyword === ".end") return "";
    if (node.keyword === ".lib" && process !== undefined) return withSection(own, process);
    return subcircuit !== undefined && isDevice(node) ? own.replace(/[^\r\n]/g, "") : own;
  });
  if (subcircuit !== undefined) checkSubcircuit(tree, subcircuit);
  return parts.join("");
}

/** A card that reads another file. */
const includes = /^\s*\.(inc|incl|include|lib)\b/m;

/** Throws where a corner sets a parameter whose name occurs nowhere, in a netlist that includes nothing: it would change nothing. */
function checkParameters(
  { decks, locate, library, corners }: Testbench,
  base: string,
  corner?: Corner,
): void {
  const names = Object.keys(corner?.parameters ?? {});
  if (names.length === 0) return;
  const text = [base, ...Object.values(decks).map(({ devices }) => devices)].join("\n").toLowerCase();
  if (library || corner?.library || includes.test(text)) return;
  const words = (part: string) => part.match(/(?<![\w.])[a-z_][\w.]*/g) ?? [];
  const all = new Set(words(text));
  for (const name of names) {
    if (all.has(name.toLowerCase())) continue;
    const expressions = text.match(/^\s*\.param.*$|\{[^}]*\}|'[^']*'/gm) ?? [];
    const known = new Set(expressions.map((part) => part.replace(".param", "")).flatMap(words));
    throw unknownName(`corner ${corner!.name}`, "parameter", name, [...known]).at(
      locate?.(["corners", corners.indexOf(corner!), "parameters", name]),
    );
  }
}

/** Throws where a netlist that includes nothing does not define the subcircuit. */
function checkSubcircuit({ nodes, source }: SyntaxTree, subcircuit: string): void {
  const words = (statement: Statement) =>
    source.text.slice(statement.start, statement.end).trim().split(/\s+/);
  const includesFiles = nodes.some((node) => !isBlock(node) && includes.test(node.keyword));
  const names = nodes.flatMap((node) =>
    isBlock(node) && node.kind === "subcircuit" ? [words(node.open)[1]?.toLowerCase() ?? ""] : [],
  );
  if (!includesFiles && !names.includes(subcircuit))
    throw unknownName(source.file, "subcircuit", subcircuit, names);
}

function isDevice({ keyword }: Statement): boolean {
  return /^[a-z]/.test(keyword);
}

function endOfBlock(block: Parameters<typeof isBlock>[0]): number {
  if (!isBlock(block)) return block.end;
  if (block.close) return block.close.end;
  const last = block.body.at(-1);
  return last ? endOfBlock(last) : block.open.end;
}

/** `.lib file section` with another section; `.lib section` alone opens one and stays. */
function withSection(card: string, section: string): string {
  return card.replace(
    /^(\s*\.lib\s+(?:"[^"]*"|'[^']*'|\S+)\s+)([^\s;$]+)/i,
    (_, head: string) => `${head}${section}`,
  );
}
