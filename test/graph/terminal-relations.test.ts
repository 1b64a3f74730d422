import fc from "fast-check";
import { expect, it } from "vitest";
import type { Circuit } from "../../src/circuit/index.js";
import { batchTerminals, featureScheme, terminalGraph, terminalRelations } from "../../src/graph/index.js";

/** So many resistors from one net to ground, beside a lone one. */
function star(arms: number): Circuit {
  return {
    title: "star",
    nets: ["0", "hub", "a"].map((name) => ({ name, isGround: name === "0" })),
    devices: Array.from({ length: arms + 1 }, (_, i) => ({
      name: `r${i}`,
      kind: "resistor" as const,
      terminals: [
        { name: "plus", net: i === arms ? 2 : 1 },
        { name: "minus", net: 0 },
      ],
      parameters: { resistance: 1 },
    })),
    models: [],
    temperature: 27,
    options: {},
  };
}

const rowsOf = ({ offsets, indices }: { offsets: Int32Array; indices: Int32Array }) =>
  Array.from({ length: offsets.length - 1 }, (_, i) => [...indices.subarray(offsets[i], offsets[i + 1])]);

it("lets each terminal meet every other on its net once, alone or in a group", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (arms) => {
      const { topology } = terminalGraph(star(arms));
      const relations = terminalRelations(topology);
      const [near, groups, others] = [
        rowsOf(relations.coTerminals),
        rowsOf(relations.groups),
        rowsOf(relations.otherGroups),
      ];
      for (let t = 0; t < 2 * arms; t += 2) {
        const own = groups.findIndex((group) => group.includes(t));
        const far = own < 0 ? [] : others[own]!.flatMap((group) => groups[group]!);
        const met = [...near[t]!, ...far].sort((a, b) => a - b);
        expect(met).toEqual(Array.from({ length: arms }, (_, i) => 2 * i).filter((s) => s !== t));
      }
      expect(near[2 * arms]).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

it("grows with the terminals of a net, not with their square", () => {
  const entries = (arms: number) => {
    const { coTerminals, groups, otherGroups } = terminalRelations(terminalGraph(star(arms)).topology);
    return coTerminals.indices.length + groups.indices.length + otherGroups.indices.length;
  };
  expect(entries(20_000)).toBeLessThan(11 * entries(2000));
});

it("renumbers the groups of each graph of a batch, and has an empty one where there are none", () => {
  const scheme = featureScheme("kirchhoff@1");
  const [large, small] = [terminalGraph(star(130)), terminalGraph(star(2))];
  const { groups, otherGroups } = batchTerminals([small, large, large], scheme);
  expect(rowsOf(groups).map((group) => group[0])).toEqual([6, 134, 262, 268, 396, 524]);
  expect(rowsOf(otherGroups)).toEqual([
    [1, 2],
    [0, 2],
    [0, 1],
    [4, 5],
    [3, 5],
    [3, 4],
  ]);
  const none = batchTerminals([small], scheme);
  expect([rowsOf(none.groups), rowsOf(none.otherGroups)]).toEqual([[[]], [[]]]);
});
