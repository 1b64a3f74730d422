import { type Command, InvalidArgumentError, Option } from "commander";
import type { Circuit, Device } from "../../circuit/index.js";
import type { Dialect, Elaboration } from "../../netlist/index.js";
import { contextOf, ExitCode, printable } from "../index.js";

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
    .option("--graph", "print the size and the node kinds of its graph as well")
    .option(
      "--include-root <folder>",
      "folder that .include and .lib may read from; repeat for several (default: the netlist's folder)",
      append,
      [],
    )
    .addOption(
      new Option("--dialect <name>", "whose rules hold where the two differ")
        .choices(["ngspice", "hspice"])
        .default("ngspice"),
    )
    .option("--limit <rows>", "rows to print of each table; 0 for all", count, 40)
    .option("--max-devices <number>", "refuse circuits with more devices (default: 1000000)", count)
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
      const { dirname, resolve } = await import("node:path");
      const { readNetlist } = await import("../../netlist/index.js");
      const { nodeFiles, readDeck } = await import("../../netlist/node-files/index.js");
      const path = resolve(context.cwd, file);
      const { text } = readDeck(path);
      const roots = flags.includeRoot.length > 0 ? flags.includeRoot : [dirname(path)];
      const files = nodeFiles(roots.map((root) => resolve(context.cwd, root)));
      const { dialect, pdk, maxDevices } = flags;
      const elaboration = readNetlist(text, {
        ...{ file, files, dialect, recognisePdkDevices: pdk },
        ...(maxDevices !== undefined && { maximumDevices: maxDevices }),
      });
      const graph = flags.graph ? await graphSummary(elaboration.circuit) : undefined;
      const printed = flags.json
        ? `${JSON.stringify({ ...elaboration, ...(graph ? { graph } : {}) }, null, 2)}\n`
        : printable(describe(file, elaboration, graph, flags.limit || Number.POSITIVE_INFINITY));
      context.stdout.write(printed);
      if (elaboration.diagnostics.some(({ severity }) => severity === "error"))
        context.exitCode = ExitCode.failed;
    });
}

function append(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("expected a whole number");
}

/** Sizes of the terminal graph, and how many nodes it has of each kind. */
interface GraphSummary {
  readonly nodes: number;
  readonly edges: number;
  readonly kinds: Readonly<Record<string, number>>;
}

async function graphSummary(circuit: Circuit): Promise<GraphSummary> {
  const { graphTopology } = await import("../../graph/index.js");
  const { nodes, edges, kinds, kindOfNode } = graphTopology(circuit);
  const counts = new Array<number>(kinds.length).fill(0);
  for (const kind of kindOfNode) counts[kind]!++;
  return { nodes, edges, kinds: Object.fromEntries(kinds.map((kind, i) => [kind, counts[i]!])) };
}

function describe(
  file: string,
  elaboration: Elaboration,
  graph: GraphSummary | undefined,
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
  if (graph) {
    const kinds = Object.entries(graph.kinds).map(([kind, nodes]) => [kind, `${nodes}`]);
    lines.push(
      ...section(
        `graph: ${graph.nodes} nodes, ${graph.edges} edges`,
        ["kind", "nodes"],
        kinds,
        limit,
        (row) => row,
      ),
    );
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
