import { formatLocation, type SourceLocation } from "../core/index.js";

/** Errors change what the circuit is; warnings may; infos tell of a choice that was made. */
export type Severity = "error" | "warning" | "info";

/** What reading a netlist found to say: data, because one deck can hold thousands. Codes are listed in docs/errors/netlist.md. */
export interface Diagnostic {
  readonly code: `NETLIST_${string}`;
  readonly severity: Severity;
  readonly message: string;
  readonly location: SourceLocation;
  /** What the reader can do about it, as an imperative sentence. */
  readonly hint?: string;
}

/** `file:line:column: severity CODE message`, with the hint after it. */
export function formatDiagnostic({ code, severity, message, location, hint }: Diagnostic): string {
  return `${formatLocation(location)}: ${severity} ${code} ${message}${hint ? ` (${hint})` : ""}`;
}

/** Collects diagnostics; the same code at the same place is told once, however often the place is read. */
export class DiagnosticList {
  readonly items: Diagnostic[] = [];
  readonly #seen = new Set<string>();

  add(diagnostic: Diagnostic): void {
    const { code, location } = diagnostic;
    const key = `${code}\n${location.line}\n${location.column}\n${location.file}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.items.push(diagnostic);
  }
}
