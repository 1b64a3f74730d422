import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { elaborate, parseNetlist, printTree } from "../../src/netlist/index.js";
import { decodeNetlist, nodeFiles } from "../../src/netlist/node-files/index.js";
import { codes } from "./helpers.js";

const fixtures = "test/fixtures/netlist";
const folder = join(fixtures, "adversarial");

describe("adversarial decks", () => {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    const { text, encoding } = decodeNetlist(bytes);
    // The second line of each deck says which diagnostics it must give, and no others.
    const expected = /^\* expect(.*)$/m.exec(text)![1]!.trim().split(/\s+/).filter(Boolean).sort();

    it(`${name}: ${expected.join(" ") || "no diagnostics"}`, () => {
      const tree = parseNetlist(text, { file });
      expect(Buffer.from(printTree(tree), encoding).equals(bytes)).toBe(true);
      const result = elaborate(tree, {
        files: nodeFiles([fixtures]),
        dialect: name.startsWith("hspice") ? "hspice" : "ngspice",
      });
      expect(codes(result)).toEqual(expected);
      for (const { location } of result.diagnostics) {
        expect(location.line).toBeGreaterThan(0);
        expect(location.column).toBeGreaterThan(0);
      }
    });
  }
});
