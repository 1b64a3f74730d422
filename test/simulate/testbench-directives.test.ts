import { expect, test } from "vitest";
import { readNetlist } from "../../src/netlist/index.js";
import { deckAnalyses } from "../../src/simulate/index.js";

const read = (cards: string) =>
  deckAnalyses(readNetlist(`t\n.param stop=2u n=5\nv1 a 0 1\nr1 a 0 1\n${cards}\n.end\n`, { file: "t.sp" }));

test("a deck's analyses are read, their values being expressions where they like", () => {
  expect(read(".op\n.ac dec {2*n} 1 1g\n.AC lin 3 10 30 $ again").analyses).toEqual([
    { kind: "op", id: "op" },
    { kind: "ac", id: "ac", variation: "dec", points: 10, startHz: 1, stopHz: 1e9 },
    { kind: "ac", id: "ac-2", variation: "lin", points: 3, startHz: 10, stopHz: 30 },
  ]);
  expect(read(".tran 1n 'stop'\n.tran 1n stop\n+ 10n 2n UIC\n.dc V1 0 1.8 10m").analyses).toEqual([
    { kind: "tran", id: "tran", stepSeconds: 1e-9, stopSeconds: 2e-6 },
    {
      kind: "tran",
      id: "tran-2",
      stepSeconds: 1e-9,
      stopSeconds: 2e-6,
      startSeconds: 1e-8,
      maxStepSeconds: 2e-9,
      useInitialConditions: true,
    },
    { kind: "dc", id: "dc", source: "v1", start: 0, stop: 1.8, step: 0.01 },
  ]);
  expect(read(".noise v(a, b) V1 dec 10 1 1k").analyses).toEqual([
    {
      kind: "noise",
      id: "noise",
      output: "a",
      reference: "b",
      source: "v1",
      variation: "dec",
      points: 10,
      startHz: 1,
      stopHz: 1000,
    },
  ]);
});

test("what is not run is named, but for cards that print", () => {
  const { analyses, ignored } = read(
    ".print ac v(a)\n.control\nrun\n.endc\n.measure tran x avg v(a)\n.pz a 0 a 0 vol pz",
  );
  expect(analyses).toEqual([]);
  expect(ignored.map(({ keyword }) => keyword)).toEqual([".control", ".measure", ".pz"]);
});

test("a card that cannot be read says what and where", () => {
  for (const card of [
    ".ac dek 10 1 1g",
    ".ac dec ten 1 1g",
    ".tran 1n",
    ".dc v1 0 1",
    ".dc v1 0 1 0.1 v2 0 1 0.1",
  ]) {
    expect(() => read(card)).toThrow(/^t\.sp:5:1: the \.(ac|tran|dc) card cannot be read\n {2}found/);
  }
  expect(() => read(".noise a v1 dec 10 1 1k")).toThrow(/v\(net\)/);
});
