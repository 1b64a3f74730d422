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
import { connector } from "./connect.js";
import { throwOnErrors, unknownName } from "./errors.js";
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
 * use its parameters, models and subcircuits. Throws SIMULATION_TESTBENCH.
 */
export function netlistDecks(testbench: Testbench, source: NetlistSource, corner?: Corner): Circuit[] {
  const library = corner?.library ?? testbench.library;
  const base = baseText(source, corner?.process);
  const cards = [
    ...(library ? [libraryCard(library, corner?.process)] : []),
    ...Object.entries(corner?.parameters ?? {}).map(([name, value]) => `.param ${name}=${value}`),
  ];
  return Object.entries(testbench.decks).map(([name, deck]) => {
    const head = [base, ...cards].join("\n");
    const { circuit, diagnostics } = readNetlist([head, deck.devices, ".end", ""].join("\n"), {
      file: source.file,
      ...(source.files && { files: source.files }),
    });
    const place = `testbench ${testbench.name}, deck ${name}`;
    throwOnErrors(place, inDeck(diagnostics, source.file, place, head.split("\n").length));
    const connect = connector({ ...deck, devices: "" }, `deck ${name}`);
    return cornered(connect(circuit), testbench, corner);
  });
}

/** Diagnostics of a deck's own cards at their lines there, and not at those after the netlist's end. */
function inDeck(
  diagnostics: readonly Diagnostic[],
  file: string,
  place: string,
  linesBefore: number,
): Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { location } = diagnostic;
    if (location.file !== file || location.line <= linesBefore) return diagnostic;
    return {
      ...diagnostic,
      location: { ...location, file: `${place}, devices`, line: location.line - linesBefore },
    };
  });
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
  for (const name of testbench.supplies) {
    if (!names.includes(name)) throw unknownName("supplies", "device", name, names);
  }
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

/** Throws where a netlist that includes nothing does not define the subcircuit. */
function checkSubcircuit({ nodes, source }: SyntaxTree, subcircuit: string): void {
  const words = (statement: Statement) =>
    source.text.slice(statement.start, statement.end).trim().split(/\s+/);
  const includes = nodes.some((node) => !isBlock(node) && /^\.(inc|include|lib)$/.test(node.keyword));
  const names = nodes.flatMap((node) =>
    isBlock(node) && node.kind === "subcircuit" ? [words(node.open)[1]?.toLowerCase() ?? ""] : [],
  );
  if (!includes && !names.includes(subcircuit))
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
