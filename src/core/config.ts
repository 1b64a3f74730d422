import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { KirchhoffError, type SourceLocation } from "./error.js";
import { nearestWord } from "./nearest.js";

type Path = readonly PropertyKey[];

/** One thing wrong with a configuration: where in the value, and what an error says about it. */
interface Problem {
  readonly path: Path;
  /** The location is that of this key of the mapping at `path`. */
  readonly key?: string;
  readonly what: string;
  readonly found?: string;
  readonly expected?: string;
  readonly hint?: string;
}

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

function problemsOf(schema: z.ZodType, value: unknown, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(schema, value, issue));
}

function problemsOfIssue(schema: z.ZodType, root: unknown, issue: z.core.$ZodIssue): Problem[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, root, path);
    return issue.keys.map((key) => unknownKey(path, key, known));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const inner = deepestBranch(issue.errors);
    if (
      inner.some(({ path: below }) => below.length > 0) ||
      inner.some((i) => i.code === "unrecognized_keys")
    ) {
      const full = inner.map((each) => ({ ...each, path: [...path, ...each.path] }) as z.core.$ZodIssue);
      return full.flatMap((each) => problemsOfIssue(schema, root, each));
    }
  }
  if (issue.code === "custom") return [customProblem(path, issue)];
  const name = path.length === 0 ? "the configuration" : `"${path.map(String).join(".")}"`;
  const found = valueAt(root, path);
  if (found === undefined) {
    return [{ path: path.slice(0, -1), what: `${name} is missing`, expected: expectation(issue) }];
  }
  const choices = choicesOf(issue);
  const guess = typeof found === "string" ? nearestWord(found, choices) : undefined;
  return [
    {
      path,
      what: `${name} has a value that does not fit`,
      found: JSON.stringify(found),
      expected: expectation(issue),
      ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
    },
  ];
}

/** A schema's own check: its message, and in `params` what it expected and what to do, or which word was probably meant. */
function customProblem(path: Path, { message, params }: z.core.$ZodIssueCustom): Problem {
  const { expected, guess, hint } = (params ?? {}) as { expected?: string; guess?: string; hint?: string };
  return {
    path,
    what: path.length === 0 ? message : `"${path.map(String).join(".")}": ${message}`,
    ...(expected !== undefined && { expected }),
    ...(hint !== undefined && { hint }),
    ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
  };
}

function unknownKey(path: Path, key: string, known: ReadonlySet<string>): Problem {
  const guess = nearestWord(key, known);
  return {
    path,
    key,
    what: `unknown key "${key}"${path.length > 0 ? ` in "${path.map(String).join(".")}"` : ""}`,
    expected: `one of ${[...known].join(", ")}`,
    hint: guess === undefined ? "remove the key or correct it" : `did you mean "${guess}"?`,
  };
}

/** Of a union's branches, the one that got furthest: whose shallowest problem lies deepest. */
function deepestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.min(...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)));
  return branches.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best));
}

function choicesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union") return [];
  if ("options" in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return issue.errors.flat().flatMap(choicesOf);
}

function expectation(issue: z.core.$ZodIssue): string {
  const choices = choicesOf(issue);
  if (choices.length > 0) return `one of ${choices.join(", ")}`;
  if (issue.code === "invalid_union") return issue.errors.flat().map(expectation).join(", or ");
  if (issue.code === "invalid_type") return issue.expected;
  return issue.message.replace(/^(Invalid input|Too small|Too big): (expected )?/, "");
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return value;
}

/** The keys that the schema allows in the mapping at `path`, over every branch that the value may take. */
function keysAt(schema: z.core.$ZodType, root: unknown, path: Path): Set<string> {
  let value = root;
  let level = branches(schema, value);
  for (const step of path) {
    value = valueAt(value, [step]);
    level = level.flatMap((above) => {
      if (above instanceof z.ZodObject) return branches(above.shape[String(step)], value);
      if (above instanceof z.ZodArray) return branches(above.element, value);
      if (above instanceof z.ZodRecord) return branches(above.valueType, value);
      return [];
    });
  }
  return new Set(level.flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])));
}

/** What a schema is for this value once defaults, optionality, transforms and unions are taken off. */
function branches(schema: z.core.$ZodType | undefined, value: unknown): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion)
    return optionsFor(schema, value).flatMap((option) => branches(option, value));
  if (schema instanceof z.ZodPipe) return branches(schema.in, value);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return branches(schema.unwrap(), value);
  }
  return schema === undefined ? [] : [schema];
}

/** The options of a union that the value's discriminator chooses, such as its `kind`; all where it chooses none. */
function optionsFor(union: z.ZodUnion, value: unknown): readonly z.core.$ZodType[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return union.options;
  const { discriminator } = union.def;
  const chosen = valueAt(value, [discriminator]) as z.core.util.Primitive;
  const fitting = union.options.filter((option) => option._zod.propValues?.[discriminator]?.has(chosen));
  return fitting.length > 0 ? fitting : union.options;
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
