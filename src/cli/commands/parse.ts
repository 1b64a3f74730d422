import { type Command, Option } from "commander";
import type { Circuit, Device } from "../../circuit/index.js";
import type { GraphSize } from "../../graph/index.js";
import type { Dialect, Elaboration } from "../../netlist/index.js";
import { contextOf, ExitCode, printable } from "../index.js";
import { integerFrom } from "../option-values.js";
import { includeRootOption } from "../simulate/include-root-option.js";

interface ParseFlags {
  readonly json?: true;
  readonly graph?: true;
  readonly includeRoot: readonly string[];
  readonly dialect: Dialect;
  readonly limit: number;
  readonly pdk: boolean;
  readonly maxDevices?: number;
}

/** `kirchhoff parse`: what a netlist holds, and what is wrong with it. */
export function register(program: Command): void {
  program
    .command("parse")
    .description("print the devices, nets, parameters and diagnostics of a netlist")
    .argument("<file>", "SPICE netlist (ngspice or HSPICE)")
    .option("--json", "print as JSON, complete")
    .option(
      "--graph",
      "print the sizes and the node kinds of its graphs as well: the terminal graph and the device graph",
    )
    .addOption(includeRootOption())
    .addOption(
      new Option("--dialect <name>", "whose rules hold where the two differ")
        .choices(["ngspice", "hspice"])
        .default("ngspice"),
    )
    .option("--limit <rows>", "rows to print of each table; 0 for all", integerFrom(0), 40)
    .option("--max-devices <number>", "refuse circuits with more devices (default: 1000000)", integerFrom(0))
    .option(
      "--no-pdk",
      "leave undefined wrappers black boxes, also those with names of well-known process design kits",
    )
    .addHelpText(
      "after",
      `
Exits with 1 when the netlist has errors. Warnings and infos do not count.

Examples:
  kirchhoff parse examples/two-stage-opamp.sp
  kirchhoff parse bench.sp --include-root . --include-root /opt/pdk --json`,
    )
    .action(async (file: string, flags: ParseFlags, command: Command) => {
      const context = contextOf(command);
      const { readNetlist } = await import("../../netlist/index.js");
      const { oddities } = await import("../simulate/oddities.js");
      const { readDeckFile } = await import("../simulate/read-deck.js");
      const { text, files } = await readDeckFile(file, flags.includeRoot, context);
      const { dialect, pdk, maxDevices } = flags;
      const elaboration = readNetlist(text, {
        ...{ file, files, dialect, recognisePdkDevices: pdk },
        ...(maxDevices !== undefined && { maximumDevices: maxDevices }),
      });
      const graphs = flags.graph ? await graphSizes(elaboration.circuit) : [];
      const printed = flags.json
        ? `${JSON.stringify({ ...elaboration, ...byEncoding(graphs) }, null, 2)}\n`
        : printable(
            describe(file, elaboration, graphs, flags.limit || Number.POSITIVE_INFINITY) +
              oddities(elaboration.circuit)
                .map((text) => `  note: ${text}\n`)
                .join(""),
          );
      context.stdout.write(printed);
      if (elaboration.diagnostics.some(({ severity }) => severity === "error"))
        context.exitCode = ExitCode.failed;
    });
}

/** The size of one encoding's graph. */
interface EncodedSize extends GraphSize {
  readonly encoding: string;
  /** What its edges are called. */
  readonly edgeName: string;
}

async function graphSizes(circuit: Circuit): Promise<EncodedSize[]> {
  const { graphEncodings } = await import("../../graph/index.js");
  return graphEncodings.map(({ name, edges, size }) => ({
    encoding: name,
    edgeName: edges,
    ...size(circuit),
  }));
}

/** For JSON: `graph` is the terminal graph, the others go by their names, as `deviceGraph`. */
function byEncoding(graphs: readonly EncodedSize[]): Record<string, GraphSize> {
  return Object.fromEntries(
    graphs.map(({ encoding, edgeName: _, ...size }) => [
      encoding === "terminal" ? "graph" : `${encoding}Graph`,
      size,
    ]),
  );
}

function describe(
  file: string,
  elaboration: Elaboration,
  graphs: readonly EncodedSize[],
  limit: number,
): string {
  const { circuit, parameters, directives, diagnostics } = elaboration;
  const nets = circuit.nets;
  const lines = [
    `${file}: ${circuit.title}`,
    `  ${counted(circuit.devices.length, "device")}, ${counted(nets.length, "net")}, ` +
      `${counted(circuit.models.length, "model")}, ${circuit.temperature} °C`,
    ...section("devices", ["name", "kind", "terminals", "parameters"], circuit.devices, limit, (device) => [
      device.name,
      device.kind,
      device.terminals.map(({ name, net }) => `${name}=${nets[net]!.name}`).join(" "),
      parameterText(device),
    ]),
    ...section("nets", ["name", "terminals"], netRows(circuit), limit, (row) => row),
    ...section(
      "parameters",
      ["name", "value", "expression"],
      parameters,
      limit,
      ({ name, value, expression }) => [name, engineering(value), expression],
    ),
    ...section("kept as text", ["card"], directives, limit, ({ text }) => [text.split("\n", 1)[0]!.trim()]),
  ];
  for (const { encoding, nodes, edges, edgeName, kinds } of graphs) {
    const title = `${encoding} graph: ${nodes} nodes, ${edges} ${edgeName}`;
    const rows = Object.entries(kinds).map(([kind, count]) => [kind, `${count}`]);
    lines.push(...section(title, ["kind", "nodes"], rows, limit, (row) => row));
  }
  const of = (severity: string) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  lines.push(
    "",
    `${counted(of("error"), "error")}, ${counted(of("warning"), "warning")}, ${counted(of("info"), "info")}`,
  );
  for (const { location, severity, code, message, hint } of diagnostics.slice(0, limit)) {
    lines.push(
      `  ${location.file}:${location.line}:${location.column}: ${severity} ${code}`,
      `    ${message}`,
    );
    if (hint) lines.push(`    do: ${hint}`);
  }
  if (diagnostics.length > limit) lines.push(more(diagnostics.length - limit));
  return `${lines.join("\n")}\n`;
}

function netRows({ nets, devices }: Circuit): string[][] {
  const terminals = new Array<number>(nets.length).fill(0);
  for (const device of devices) for (const { net } of device.terminals) terminals[net]!++;
  return nets.map(({ name }, net) => [name, `${terminals[net]}`]);
}

function parameterText({ parameters, model, text }: Device): string {
  const words = Object.entries(parameters).map(([key, value]) => `${key}=${engineering(value)}`);
  for (const [key, value] of Object.entries(text ?? {})) words.push(`${key}: ${value.replace(/\s+/g, " ")}`);
  return [...(model === undefined ? [] : [`model ${model}`]), ...words].join(" ");
}

/** A titled table with its columns aligned, or nothing where there are no rows. */
function section<T>(
  title: string,
  head: readonly string[],
  items: readonly T[],
  limit: number,
  row: (item: T) => readonly string[],
): string[] {
  if (items.length === 0) return [];
  const rows = [head, ...items.slice(0, limit).map(row)];
  const widths = head.map((_, column) =>
    rows.reduce((widest, cells) => Math.min(40, Math.max(widest, cells[column]!.length)), 0),
  );
  const lines = rows.map((cells) =>
    `  ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join("  ")}`.trimEnd(),
  );
  if (items.length > limit) lines.push(more(items.length - limit));
  return ["", title, ...lines];
}

function more(rows: number): string {
  return `  … and ${rows} more (--limit 0 prints all)`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

const prefixes: readonly (readonly [factor: number, suffix: string])[] = [
  [1e12, "t"],
  [1e9, "g"],
  [1e6, "meg"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "u"],
  [1e-9, "n"],
  [1e-12, "p"],
  [1e-15, "f"],
];

/** A number as SPICE users write it, to six digits: `360n`, `1.8`, `10meg`. */
function engineering(value: number): string {
  const size = Math.abs(value);
  const found = size < 1e15 ? prefixes.find(([factor]) => size >= factor * (1 - 1e-9)) : undefined;
  return found ? `${Number((value / found[0]).toPrecision(6))}${found[1]}` : String(value);
}
