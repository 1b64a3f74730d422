import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Circuit } from "../../src/circuit/index.js";
import { openSimulator, runRawDeck, type SimulationPool } from "../../src/simulate/index.js";
import { circuitOf, divider, simulators, twoTerminal } from "./circuits.js";

const folder = mkdtempSync(join(tmpdir(), "kirchhoff-safety-"));
const trace = join(folder, "trace");
afterAll(() => rmSync(folder, { recursive: true }));

const attack = `\n.control\nshell touch ${trace}\n.endc\n`;
const source = twoTerminal("v1", "voltage-source", 1, 0, { dc: 1 });
const behavioural = (text: Record<string, string>) =>
  circuitOf(["a"], [source, twoTerminal("b1", "behavioural-source", 1, 0, {}, { text })]);
const withModel = (model: Partial<Circuit["models"][number]>) =>
  circuitOf(["a"], [source, twoTerminal("d1", "diode", 1, 0, {}, { model: "dm" })], {
    models: [{ name: "dm", type: "d", parameters: {}, ...model }],
  });

/** Circuits whose texts try to become commands or to read a file. */
const refused: Record<string, Circuit> = {
  "a line break in an expression": behavioural({ current: `0${attack}` }),
  "a carriage return in an expression": behavioural({ current: "0\r.include /etc/passwd" }),
  "a backtick in an expression": behavioural({ current: `\`touch ${trace}\`` }),
  "a text under a key with a line break": behavioural({ [`current${attack}`]: "0" }),
  "a waveform from a file": circuitOf(
    ["a"],
    [twoTerminal("v1", "voltage-source", 1, 0, {}, { text: { waveform: 'pwlfile "/etc/passwd"' } })],
  ),
  "a model type with a line break": withModel({ type: `d${attack}` }),
  "a model text with a file": withModel({ text: { input_file: "/etc/passwd" } }),
  "a model parameter with a line break in its name": withModel({ parameters: { [`is${attack}`]: 1 } }),
  "an option with a line break in its name": { ...divider(), options: { [`abstol${attack}`]: 1 } },
  "a model of a type that is a code model's": withModel({ type: "d_process" }),
  "a diode whose letter makes it a code model": circuitOf(
    ["a"],
    [source, { ...twoTerminal("ax", "diode", 1, 0, {}, { model: "dm", text: { letter: "n" } }), name: "n1" }],
    { models: [{ name: "dm", type: "sidiode", parameters: {} }] },
  ),
  "a polynomial source": circuitOf(
    ["a"],
    [
      source,
      {
        ...twoTerminal("e1", "vcvs", 1, 0, { p0: 0, p1: 1, p2: 1 }),
        terminals: ["plus", "minus", "control-plus", "control-minus"].map((name, i) => ({
          name,
          net: i % 2,
        })),
      },
    ],
  ),
  "a code model": circuitOf(
    ["a"],
    [source, twoTerminal("a1", "code-model", 1, 0, {}, { model: "d_process" })],
  ),
};

/** Circuits whose names are odd; they are renamed and simulated. */
const renamed: Record<string, Circuit> = {
  "a title of commands": { ...divider(), title: `*ng_script${attack}` },
  "a net of commands": circuitOf([`a${attack}`, "vin+"], divider().devices),
  "a net that names all vectors": circuitOf(["all", "op1.x"], divider().devices),
  "a device of commands": circuitOf(
    ["a", "b"],
    divider().devices.map((device) => ({ ...device, name: `${device.name}${attack}` })),
  ),
};

describe.each(simulators)("%s simulator", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1 });
  });
  afterAll(() => pool.close());

  test.each(Object.keys(refused))("does not get %s", async (what) => {
    const result = await pool.operatingPoint(refused[what]!);
    expect(result.status === "failed" && result.reason).toMatch(
      /^SIMULATION_(FORBIDDEN_TEXT|UNSUPPORTED_DEVICE)$/,
    );
    expect(existsSync(trace)).toBe(false);
  });

  test("says as a result that a model or an option is infinite", async () => {
    for (const circuit of [
      withModel({ parameters: { is: Number.POSITIVE_INFINITY } }),
      { ...divider(), options: { gmin: Number.NaN } },
      { ...divider(), temperature: Number.NaN },
    ]) {
      const result = await pool.operatingPoint(circuit);
      expect(result).toMatchObject({ status: "failed", reason: "SIMULATION_INVALID_VALUE" });
    }
  });

  test.each(Object.keys(renamed))("gets %s as a plain word", async (what) => {
    const result = await pool.operatingPoint(renamed[what]!);
    expect(result.status === "ok" && result.value.voltages[2]).toBeCloseTo(0.5, 9);
    expect(existsSync(trace)).toBe(false);
  });

  test("gets a raw deck only where that is allowed", async () => {
    const deck = "divider\nv1 in 0 2\nr1 in out 1k\nr2 out 0 1k\n.op\n.end\n";
    await expect(runRawDeck(deck, { simulator, allowUserControl: false })).rejects.toMatchObject({
      code: "SIMULATION_USER_CONTROL",
    });
    const result = await runRawDeck(deck, { simulator, allowUserControl: true });
    const vectors = result.status === "ok" ? result.value.vectors : [];
    expect(vectors.find(({ name }) => /^(v\(out\)|out)$/.test(name))?.data[0]).toBeCloseTo(1, 9);
  });

  test("runs a raw deck's own commands", async () => {
    const deck = "t\nv1 a 0 1\nr1 a 0 1k\n.control\nop\nalter v1 = 3\nop\n.endc\n.end\n";
    const result = await runRawDeck(deck, { simulator, allowUserControl: true });
    const vectors = result.status === "ok" ? result.value.vectors : [];
    expect(vectors.find(({ name }) => /^(v\(a\)|a)$/.test(name))?.data[0]).toBeCloseTo(3, 9);
  });

  test("says why a raw deck failed", async () => {
    const result = await runRawDeck("t\nd1 a 0 nope\n.op\n.end\n", { simulator, allowUserControl: true });
    expect(result).toMatchObject({ status: "failed", reason: "SIMULATION_SYNTAX" });
  });
});
