import { formatNumber, markdownTable } from "../report/index.js";
import { machineLine } from "./machine.js";
import type { Measurement } from "./measurement.js";

/**
 * A measurement in Markdown: its lists of rows and its maps as tables, its single figures as another, and below them the command, the
 * date and the machine.
 */
export function measurementMarkdown({ command, measured, machine, output }: Measurement): string {
  const parts: string[] = [];
  const figures = Object.entries(output).filter(([, value]) => isFigure(value));
  if (figures.length > 0) {
    const rows = figures.map(([name, value]) => [words(name), figure(value)]);
    parts.push(markdownTable(["", { name: "value", align: "right" }], rows));
  }
  for (const [name, value] of Object.entries(output)) {
    if (isRows(value)) parts.push(rowsTable(value));
    else if (isMap(value)) parts.push(mapTable(name, value));
  }
  const loaded = machine.loadAverage.toFixed(1);
  parts.push(
    `\`${command}\`, ${measured.slice(0, 10)}. Machine: ${machineLine(machine)}; load average ${loaded} afterwards.`,
  );
  return parts.join("\n\n");
}

type Row = Readonly<Record<string, unknown>>;

const isFigure = (value: unknown): boolean => ["number", "string", "boolean"].includes(typeof value);

const isRows = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object" && row !== null);

const isMap = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function rowsTable(rows: readonly Row[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => isFigure(row[key]))))];
  const isText = (key: string) => rows.some((row) => typeof row[key] === "string");
  return markdownTable(
    keys.map((key) => (isText(key) ? words(key) : { name: words(key), align: "right" as const })),
    rows.map((row) => keys.map((key) => figure(row[key]))),
  );
}

function mapTable(name: string, map: Row): string {
  const rows = Object.entries(map).filter(([, value]) => isFigure(value));
  return markdownTable(
    [words(name), { name: "", align: "right" }],
    rows.map(([key, value]) => [key, figure(value)]),
  );
}

function figure(value: unknown): string {
  if (typeof value !== "number") return value === undefined || value === null ? "" : String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  return formatNumber(value, 3);
}

const units: Readonly<Record<string, string>> = { ms: "(ms)", us: "(µs)", mb: "(MB)" };
const readable: Readonly<Record<string, string>> = { ...units, rss: "RSS", n: "number of" };

/** `residentMegabytes` as `resident megabytes`, `stepMs` and `ms_step` as `step (ms)`, `peak_rss_MB` as `peak RSS (MB)`. */
function words(name: string): string {
  const parts = name
    .split(/_|(?<=[a-z0-9])(?=[A-Z])/)
    .map((part) => part.toLowerCase())
    .filter((part) => part !== "");
  if (parts[0]! in units) parts.push(parts.shift()!);
  return parts.map((part) => readable[part] ?? part).join(" ");
}
