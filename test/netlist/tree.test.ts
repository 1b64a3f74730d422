import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elaborate, parseNetlist, printTree, statements } from "../../src/netlist/index.js";

const examples = readdirSync("examples").filter((name) => name.endsWith(".sp"));
const decks = examples.map((name) => readFileSync(`examples/${name}`, "utf8"));
decks.push(readFileSync("test/fixtures/netlist/letters/every-letter.sp", "utf8"));

/** A real deck with a few pieces cut out, doubled, or replaced by hostile text. */
const mutatedDeck = fc
  .tuple(
    fc.constantFrom(...decks),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 40 }),
        text: fc.oneof(
          fc.constantFrom(
            "\n+",
            "\r\n",
            "'",
            "{",
            "}",
            "(",
            ")",
            "=",
            ".subckt",
            "\n.ends\n",
            "\n.if (1)\n",
            "\n.control\n",
            "\\\\\n",
            "\t",
            "\n.end\n",
            "* ",
            ";",
            "$",
            "poly(",
            "\n.lib x\n",
            "\n.include a\n",
            "__proto__",
            "\n.func f(x) {f(x)}\n",
            "[",
            "]",
          ),
          fc.string({ maxLength: 8 }),
          fc.string({ unit: "binary", maxLength: 8 }),
        ),
      }),
      { maxLength: 8 },
    ),
  )
  .map(([deck, edits]) => {
    let text = deck;
    for (const { at, length, text: inserted } of edits) {
      const start = Math.floor(at * text.length);
      text = text.slice(0, start) + inserted + text.slice(start + length);
    }
    return text;
  });

function readsSafely(text: string): void {
  const tree = parseNetlist(text, { file: "fuzz.sp" });
  expect(printTree(tree)).toBe(text);
  let at = 0;
  for (const { start, end } of statements(tree)) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(text.length);
  for (const dialect of ["ngspice", "hspice"] as const) {
    const { circuit, diagnostics } = elaborate(tree, { dialect, maximumDevices: 10_000 });
    const names = circuit.devices.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { terminals, parameters } of circuit.devices) {
      for (const { net } of terminals) expect(circuit.nets[net]).toBeDefined();
      for (const value of Object.values(parameters)) expect(Number.isFinite(value)).toBe(true);
    }
    for (const { code, location } of diagnostics) {
      expect(code).toMatch(/^NETLIST_[A-Z_]+$/);
      expect(location.line).toBeGreaterThan(0);
    }
  }
}

describe("the syntax tree", () => {
  it("prints unedited decks byte for byte", () => {
    for (const deck of decks) {
      for (const text of [deck, deck.replaceAll("\n", "\r\n"), deck.trimEnd(), `\ufeff${deck}`]) {
        expect(printTree(parseNetlist(text))).toBe(text);
      }
    }
  });

  it("survives mutated decks", () => {
    fc.assert(fc.property(mutatedDeck, readsSafely), { numRuns: 400 });
  });

  it("survives random text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), readsSafely), { numRuns: 300 });
    const bytes = fc.uint8Array({ maxLength: 400 }).map((data) => Buffer.from(data).toString("latin1"));
    fc.assert(fc.property(bytes, readsSafely), { numRuns: 300 });
  });

  it("nests blocks of any depth without a stack overflow", () => {
    const n = 50_000;
    for (const [open, close] of [
      [".subckt s a", ".ends"],
      [".if (1)", ".endif"],
      [".control", ""],
      [".lib x", ".endl"],
    ]) {
      const text = `title\n${`${open}\n`.repeat(n)}${`${close}\n`.repeat(n)}`;
      const tree = parseNetlist(text);
      expect(printTree(tree)).toBe(text);
      elaborate(tree);
    }
  });

  it("refuses hierarchies that are deep or that multiply", () => {
    const deep = Array.from({ length: 500 }, (_, i) => `.subckt s${i} a\nX1 a s${i + 1}\n.ends`).join("\n");
    const { diagnostics } = elaborate(parseNetlist(`t\n${deep}\n.subckt s500 a\nR1 a 0 1\n.ends\nX0 a s0\n`));
    expect(diagnostics.map(({ code }) => code)).toContain("NETLIST_HIERARCHY_TOO_DEEP");
    const wide = Array.from(
      { length: 30 },
      (_, i) => `.subckt w${i} a\n${[1, 2, 3, 4].map((x) => `X${x} a w${i + 1}`).join("\n")}\n.ends`,
    );
    const many = `t\n${wide.join("\n")}\n.subckt w30 a\nR1 a 0 1\n.ends\nX0 a w0\n`;
    const result = elaborate(parseNetlist(many), { maximumDevices: 1000 });
    expect(result.circuit.devices.length).toBeLessThanOrEqual(1000);
    expect(result.diagnostics.map(({ code }) => code)).toContain("NETLIST_TOO_LARGE");
    expect(result.circuit.devices).toHaveLength(0);
    const empty = elaborate(parseNetlist(many.replace("R1 a 0 1", "")), { maximumDevices: 1000 });
    expect(empty.diagnostics.map(({ code }) => code)).toContain("NETLIST_TOO_LARGE");
  });

  it("counts devices before it opens subcircuits, and only those that are there", () => {
    const levels = (open: string, close: string) => {
      const wide = (_: unknown, i: number) =>
        `.subckt w${i} a\n${open}X1 a w${i + 1}\nX2 a w${i + 1}\n${close}.ends`;
      return `t\n${Array.from({ length: 5 }, wide).join("\n")}\n.subckt w5 a\nR1 a 0 1\nR2 a 0 1\nR3 a 0 1\n.ends\nX0 a w0\n`;
    };
    const limits = (deck: string, maxima = [95, 96]) =>
      maxima.map(
        (maximumDevices) => elaborate(parseNetlist(deck), { maximumDevices }).circuit.devices.length,
      );
    expect(limits(levels("", ""))).toEqual([0, 96]);
    expect(limits(levels(".if 1\n", ".endif\n"))).toEqual([95, 96]);
    expect(limits(levels(".if 0\n", ".endif\n"))).toEqual([0, 0]);
    const resistors = ["R1", "R2", "R3"].map((name) => `${name} p 0 1`).join("\n");
    const shadowed = `t\n.subckt a p\n.subckt b p\nR1 p 0 1\n.ends\nX1 p b\n.ends\n.subckt b p\n${resistors}\n.ends\nX1 p a\n`;
    expect(limits(shadowed, [1, 2])).toEqual([0, 1]);
  });

  it("bounds the work of all expressions together", () => {
    const calls = (name: string) => Array(60).fill(`${name}(x)`).join("+");
    const functions = `.func f(x)={x+1}\n.func g(x)={${calls("f")}}\n.func h(x)={${calls("g")}}`;
    const resistors = Array.from({ length: 1000 }, (_, i) => `R${i} a 0 {h(1)}`).join("\n");
    const { circuit, diagnostics } = elaborate(parseNetlist(`t\n${functions}\n${resistors}\n`), {
      maximumDevices: 1000,
    });
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual([
      "NETLIST_TOO_COSTLY",
    ]);
    expect(circuit.devices.length).toBeLessThan(1000);
  });
});
