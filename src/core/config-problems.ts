import { z } from "zod";
import { nearestWord } from "./nearest.js";

type Path = readonly PropertyKey[];

/** One thing wrong with a configuration: where in the value, and what an error says about it. */
export interface Problem {
  readonly path: Path;
  /** The location is that of this key of the mapping at `path`. */
  readonly key?: string;
  readonly what: string;
  readonly found?: string;
  readonly expected?: string;
  readonly hint?: string;
}

/** The problems that a schema has with a value, each with its place and the word that was probably meant. */
export function problemsOf(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): Problem[] {
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
