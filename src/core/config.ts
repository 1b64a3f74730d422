import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { type Problem, problemsOf } from "./config-problems.js";
import { KirchhoffError, type SourceLocation } from "./error.js";

/**
 * The configuration that a YAML (or JSON) text holds, with the schema's defaults filled in.
 *
 * `file` only names the text in errors. Throws `CONFIG_SYNTAX` where the text is no YAML, and `CONFIG_INVALID` where the schema
 * refuses it; both carry the line and column, and an unknown key comes with the key that was probably meant.
 */
export function loadConfig<Output>(schema: z.ZodType<Output>, text: string, file: string): Output {
  return loadLocated(schema, text, file).value;
}

/**
 * Where the value at a path stands in a configuration file, or the nearest one around it that does; with `inside`, a place in the
 * text that it is (line and column from 1), such as that of a mistake in a block of cards.
 */
export type Locate = (
  path: readonly (string | number)[],
  inside?: Pick<SourceLocation, "line" | "column">,
) => SourceLocation;

/** As {@link loadConfig}, with the places of what it holds, for mistakes that show later. */
export function loadLocated<Output>(
  schema: z.ZodType<Output>,
  text: string,
  file: string,
): { value: Output; locate: Locate } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const locate = (offset: number): SourceLocation => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const broken = document.errors[0];
  if (broken) {
    throw new KirchhoffError("CONFIG_SYNTAX", `this is not valid YAML: ${broken.message}`, {
      location: locate(broken.pos[0]),
      hint: "check the indentation, the colons and the quotes around this place",
    });
  }
  const value: unknown = document.toJS() ?? {};
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    const place: Locate = (path, inside) => {
      const start = locate(offsetOf(document, { path }));
      return inside ? { ...start, ...placeInside(document.getIn(path, true), text, start, inside) } : start;
    };
    return { value: parsed.data, locate: place };
  }
  throw configError(problemsOf(schema, value, parsed.error.issues), (problem) =>
    locate(offsetOf(document, problem)),
  );
}

/** A place in a text that is a value of the file: below its `|` and beside its indentation, or on the line of a plain text. */
function placeInside(
  node: unknown,
  text: string,
  start: Pick<SourceLocation, "line" | "column">,
  { line, column }: Pick<SourceLocation, "line" | "column">,
): Pick<SourceLocation, "line" | "column"> {
  if (!isScalar(node) || typeof node.value !== "string") return start;
  if (node.type === "PLAIN" && line === 1) return { line: start.line, column: start.column + column - 1 };
  if (node.type !== "BLOCK_LITERAL") return start;
  const own = node.value.split("\n");
  const first = own.findIndex((each) => each.trim() !== "");
  const written = text.split("\n")[start.line + first] ?? "";
  return { line: start.line + line, column: column + written.indexOf((own[first] ?? "").trimEnd()) };
}

/**
 * The same check for a value that is no text, such as one that a program passes or that command-line options make.
 *
 * `source` names it in errors. Throws `CONFIG_INVALID`.
 */
export function validateConfig<Output>(schema: z.ZodType<Output>, value: unknown, source: string): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw configError(problemsOf(schema, value, parsed.error.issues), undefined, source);
}

function configError(
  problems: readonly Problem[],
  locate?: (problem: Problem) => SourceLocation,
  source?: string,
): KirchhoffError {
  const located = problems
    .map((problem) => ({ problem, location: locate?.(problem) }))
    .sort((a, b) => (a.location?.line ?? 0) - (b.location?.line ?? 0));
  const [first, ...others] = located;
  const { what, found, expected, hint } = first!.problem;
  const more = others.map(({ problem, location }) =>
    location ? `\n  also line ${location.line}: ${problem.what}` : `\n  also: ${problem.what}`,
  );
  return new KirchhoffError("CONFIG_INVALID", `${source ? `${source}: ` : ""}${what}${more.join("")}`, {
    ...(first!.location && { location: first!.location }),
    ...(found !== undefined && { found }),
    ...(expected !== undefined && { expected }),
    ...(hint !== undefined && { hint }),
  });
}

/** Where the problem stands in the text: the key itself if it names one, else the nearest node that exists. */
function offsetOf(document: Document, { path, key }: Pick<Problem, "path" | "key">): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth) as unknown[], true);
    if (!isNode(node)) continue;
    const pair = isMap(node) ? node.items.find((item) => String(item.key) === key) : undefined;
    const target = pair && isNode(pair.key) ? (pair.key as Node) : node;
    return target.range?.[0] ?? 0;
  }
  return 0;
}
