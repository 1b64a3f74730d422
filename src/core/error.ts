/** Where in a text something stands; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a {@link KirchhoffError} carries besides its message. */
export interface ErrorDetails {
  readonly location?: SourceLocation;
  readonly found?: string;
  readonly expected?: string;
  /** What the reader can do about it, as an imperative sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** `file:line:column`, as editors and terminals link it. */
export function formatLocation({ file, line, column }: SourceLocation): string {
  return `${file}:${line}:${column}`;
}

/**
 * The one error class of the library. `code` is stable (`ROOM_WHAT`, e.g. `NETLIST_UNDEFINED_SUBCKT`) and listed in
 * `docs/errors.md`; the message says what, where, found, expected and what to do.
 */
export class KirchhoffError extends Error {
  override readonly name = "KirchhoffError";
  readonly code: string;
  readonly details: ErrorDetails;
  readonly #what: string;

  constructor(code: string, what: string, details: ErrorDetails = {}) {
    const { location, found, expected, hint, cause } = details;
    const parts = [location ? `${formatLocation(location)}: ${what}` : what];
    if (found !== undefined) parts.push(`  found:    ${found}`);
    if (expected !== undefined) parts.push(`  expected: ${expected}`);
    if (hint !== undefined) parts.push(`  do:       ${hint}`);
    super(parts.join("\n"), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
    this.#what = what;
  }

  /** The same error at a place, where that is known and it has none of its own. */
  at(location: SourceLocation | undefined): KirchhoffError {
    if (!location || this.details.location) return this;
    return new KirchhoffError(this.code, this.#what, { ...this.details, location, cause: this });
  }
}
