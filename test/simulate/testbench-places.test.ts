import { afterAll, beforeAll, expect, test } from "vitest";
import { KirchhoffError } from "../../src/core/index.js";
import { memoryFiles } from "../../src/netlist/index.js";
import {
  loadTestbench,
  type NetlistSource,
  openSimulator,
  type ParametricSource,
  runCorners,
  type SimulationPool,
} from "../../src/simulate/index.js";

const netlist = {
  text: "t\n.param load=1k\n.subckt half in out\nr1 in out 1k\nr2 out 0 {load}\n.ends\n.end\n",
  file: "t.sp",
  subcircuit: "half",
};
const good = [
  "name: divider",
  "circuit: { netlist: t.sp, subcircuit: half }",
  "supplies: [vin]",
  "decks:",
  "  only:",
  "    devices: |",
  "      * its source",
  "      vin in 0 dc 1 ac 1",
  "      xdut in out half",
  "    remove: []",
  "    rewire: {}",
  "    analyses:",
  "      point: { kind: op }",
  "      response: { kind: ac, points: 1, startHz: 1, stopHz: 10 }",
  "measures:",
  "  level: { measure: value, analysis: point, of: v(out) }",
  "  gain: { measure: dc-gain, analysis: response, of: v(out) }",
  "  power: { measure: power, analysis: point, sources: [vin] }",
  "corners:",
  "  - { name: low, supply: 0.9, parameters: { load: 1k } }",
].join("\n");

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ simulator: "embedded", workers: 1 });
});
afterAll(() => pool.close());

/** What running a testbench says. */
async function failure(yaml: string, source: NetlistSource | ParametricSource = netlist): Promise<string> {
  try {
    await runCorners(pool, loadTestbench(yaml, "bench.yaml"), source);
    return "nothing";
  } catch (error) {
    if (!(error instanceof KirchhoffError)) throw error;
    return error.message;
  }
}

/** `file:line:column` of the only place where a text holds these words. */
function placeOf(words: string, yaml: string): string {
  const before = yaml.slice(0, yaml.lastIndexOf(words)).split("\n");
  return `bench.yaml:${before.length}:${before.at(-1)!.length + 1}: `;
}

test.each([
  ["a net of a measure", "of: v(out) }\n  gain", "of: v(ouy) }\n  gain", "v(ouy)", 'did you mean "out"?'],
  ["a source of a signal", "of: v(out) }\n  power", "of: i(vim) }\n  power", "i(vim)", 'did you mean "vin"?'],
  ["a source of a measure", "sources: [vin]", "sources: [vin, vim]", "vim", 'did you mean "vin"?'],
  ["a supply", "supplies: [vin]", "supplies: [vim]", "vim", 'did you mean "vin"?'],
  ["a device to remove", "remove: []", "remove: [vim]", "vim", 'did you mean "vin"?'],
  ["a terminal", "rewire: {}", "rewire: { xdut.r1: { plug: x } }", "x }", "plus"],
  ["a source of an analysis", "{ kind: ac,", "{ kind: ac, stimulus: { vim: 1 },", "{ kind: ac", '"vim"'],
  ["a number of an analysis", "startHz: 1,", "startHz: 100,", "{ kind: ac", "from 100 Hz"],
  ["a name on a card", "ac 1", "ac {one}", "vin in", "NETLIST_UNDEFINED_PARAMETER"],
  ["a parameter on a card", "out half", "out half wdith=1", "wdith", "NETLIST_UNKNOWN_PARAMETER"],
  [
    "a parameter of a corner",
    "load: 1k",
    "laod: 1k",
    "1k }",
    'one of load\n  do:       did you mean "load"?',
  ],
  ["a library", "supplies", "library: { file: absent.lib }\nsupplies", "{ file: absent", "absent.lib"],
  [
    "a block of commands",
    "vin in",
    ".control\n      run\n      .endc\n      vin in",
    ".control",
    "no effect",
  ],
  ["a measure on a card", "vin in", ".meas ac peak max v(out)\n      vin in", ".meas", "no effect"],
])("%s that is wrong is told at its place in the testbench's file", async (_, from, to, place, said) => {
  expect(good.split(from).length).toBeGreaterThan(1);
  const yaml = good.replace(from, to);
  const message = await failure(yaml);
  expect(message).toContain(placeOf(place, yaml));
  expect(message).toContain(said);
});

test("a testbench without a mistake runs, and the netlist's own commands do not count", async () => {
  expect(await failure(good)).toBe("nothing");
  const text = netlist.text.replace(".end\n", ".control\nrun\n.endc\n.end\n");
  expect(await failure(good, { ...netlist, text })).toBe("nothing");
});

test("a corner may set what decks alone speak of, in capitals, and what an included file may hold", async () => {
  const inDeck = good.replace("load: 1k", "LEVEL: 1").replace("dc 1 ac 1", "dc {level} ac 1");
  expect(await failure(inDeck)).toBe("nothing");
  const text = netlist.text.replace(".subckt", ".incl 'cells.inc'\n.subckt");
  const files = memoryFiles({ "cells.inc": "* cells\n" });
  expect(await failure(good.replace("load: 1k", "elsewhere: 1"), { ...netlist, text, files })).toBe(
    "nothing",
  );
});

test("a subcircuit, a value and a device that are wrong are told at their places", async () => {
  const other = good.replace("subcircuit: half", "subcircuit: hal");
  expect(await failure(other, { ...netlist, subcircuit: "hal" })).toContain(placeOf("hal }", other));
  const ladder = (values: string, devices: string) =>
    [
      "name: ladder\ncircuit:\n  parametric: ladder-2",
      `  values: { ${values} }`,
      `decks:\n  only: { devices: ${devices}, analyses: { point: { kind: op } } }`,
    ].join("\n");
  const run = (yaml: string, values: Record<string, number>) =>
    failure(yaml, { parametric: "ladder-2", values });
  const nonsense = ladder("vs: 1, nonsense: 1", "''");
  expect(await run(nonsense, { nonsense: 1 })).toContain(placeOf("1 }", nonsense));
  const none = ladder("", "''");
  expect(await run(none, {})).toContain(placeOf("{  }", none));
});
