import { describe, expect, it } from "vitest";
import { z } from "zod";
import { KirchhoffError, loadConfig, nearestWord, validateConfig } from "../../src/core/index.js";

const distribution = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("uniform"), low: z.number(), high: z.number() }),
  z.strictObject({ kind: z.literal("constant"), value: z.number() }),
]);
const schema = z.strictObject({
  circuit: z.enum(["ladder", "wheatstone"]).default("ladder"),
  count: z.int().positive().default(10),
  sampling: z.record(z.string(), distribution).optional(),
  parts: z.union([z.string(), z.array(z.strictObject({ name: z.string() }))]).optional(),
});

function failure(text: string): KirchhoffError {
  try {
    loadConfig(schema, text, "recipe.yaml");
  } catch (error) {
    if (error instanceof KirchhoffError) return error;
    throw error;
  }
  throw new Error("the text was accepted");
}

describe("loadConfig", () => {
  it("fills in the schema's defaults, also for an empty text", () => {
    expect(loadConfig(schema, "count: 3\n", "a.yaml")).toEqual({ circuit: "ladder", count: 3 });
    expect(loadConfig(schema, "", "a.yaml")).toEqual({ circuit: "ladder", count: 10 });
  });

  it("points at an unknown key and says which one was meant", () => {
    const error = failure("# a recipe\ncircuit: ladder\n  \ncuont: 3\n");
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.details.location).toEqual({ file: "recipe.yaml", line: 4, column: 1 });
    expect(error.message).toContain('unknown key "cuont"');
    expect(error.message).toContain('did you mean "count"?');
  });

  it("offers the keys of the kind that the value states, not those of other kinds", () => {
    const error = failure("sampling:\n  r:\n    kind: constant\n    value: 1\n    lo: 2\n");
    expect(error.details.expected).toBe("one of kind, value");
    expect(error.details.hint).not.toContain("low");
  });

  it("points at an unknown key deep inside a record of unions", () => {
    const error = failure("sampling:\n  ohm:\n    kind: uniform\n    lwo: 1\n    high: 2\n");
    expect(error.details.location).toMatchObject({ line: 3 });
    expect(error.message).toContain('"sampling.ohm.low" is missing');
    expect(error.message).toContain('also line 4: unknown key "lwo" in "sampling.ohm"');
  });

  it("points into the branch of a union that fits best", () => {
    const error = failure("parts:\n  - nmae: x\n");
    expect(error.message).toContain('"parts.0.name" is missing');
    expect(error.message).toContain('unknown key "nmae"');
  });

  it.each([
    ["count: -2\n", 1, 8, ">0"],
    ["circuit: lader\n", 1, 10, 'did you mean "ladder"?'],
    ["sampling:\n  ohm: {kind: unifrom}\n", 2, 15, 'did you mean "uniform"?'],
    ["parts: 3\n", 1, 8, "string, or array"],
    ["- 1\n", 1, 1, "object"],
  ])("locates a value that does not fit: %j", (text, line, column, part) => {
    const error = failure(text);
    expect(error.details.location).toEqual({ file: "recipe.yaml", line, column });
    expect(error.message).toContain(part);
  });

  it("locates broken YAML", () => {
    const error = failure("count: [1,\ncircuit: ladder\n");
    expect(error.code).toBe("CONFIG_SYNTAX");
    expect(error.details.location?.file).toBe("recipe.yaml");
  });

  it("checks values that are no text, without a location", () => {
    expect(validateConfig(schema, { count: 4 }, "options")).toEqual({ circuit: "ladder", count: 4 });
    expect(() => validateConfig(schema, { count: "4" }, "options")).toThrow(/options: "count" has a value/);
  });
});

describe("nearestWord", () => {
  it("finds swaps, omissions and case, and stays silent about strangers", () => {
    expect(nearestWord("laddre-12", ["ladder-12", "ladder-16"])).toBe("ladder-12");
    expect(nearestWord("Ladder", ["ladder"])).toBe("ladder");
    expect(nearestWord("opamp", ["ladder", "wheatstone"])).toBeUndefined();
  });
});
