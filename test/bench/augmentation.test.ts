import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  compareEdits,
  countWorking,
  measureSeriesTransistors,
  summariseEdits,
  voltageDifferences,
} from "../../src/bench/index.js";
import { AugmentationTree, type Circuit, editCircuit, exactRules } from "../../src/circuit/index.js";
import { memoryFiles, printCircuit, readNetlist } from "../../src/netlist/index.js";
import { openSimulator, type SimulationPool } from "../../src/simulate/index.js";

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ simulator: "embedded", workers: 1 });
});
afterAll(() => pool.close());

const folder = "examples/circuits";
const files = memoryFiles({ "mos-45nm.sp": readFileSync(`${folder}/mos-45nm.sp`, "utf8") });
const readExample = (name: string): Circuit =>
  readNetlist(readFileSync(`${folder}/${name}.sp`, "utf8"), { file: `${name}.sp`, files }).circuit;

/**
 * The response of the OTA depends on rounding: BSIM4 gives its diode-connected transistor one of two capacitances, and another order of
 * devices does so too.
 */
const examples = [
  { name: "ladder-3", source: "vin", response: 1e-5 },
  { name: "loaded-divider", source: "vin", response: 1e-5 },
  { name: "parallel-divider", source: "vin", response: 1e-5 },
  { name: "series-divider", source: "vin", response: 1e-5 },
  { name: "wheatstone-bridge", source: "v1", response: 1e-5 },
  { name: "five-transistor-ota", source: "vinp", response: 1e-2 },
  { name: "opamp", source: "vin1", response: 1e-5 },
  { name: "opamp-biased", source: "vin1", response: 1e-5 },
];

describe("a circuit after edits by the exact rules", () => {
  it.each(examples)(
    "has the node voltages and responses that it had: $name",
    async ({ name, source, response }) => {
      const circuit = readExample(name);
      const tree = new AugmentationTree(circuit, { rules: exactRules, seed: 2, purpose: name });
      const variants = [1, 30, 400].map((member) => editCircuit(circuit, tree.positive(member)));
      const written = readBack(variants.at(-1)!, circuit);
      for (const found of await voltageDifferences(pool, circuit, [...variants, written], source)) {
        expect(found).toEqual({ volts: expect.any(Number), response: expect.any(Number) });
        if (typeof found === "string") continue;
        expect(found.volts).toBeLessThan(1e-6);
        expect(found.response).toBeLessThan(response);
      }
    },
  );

  it("does not have them after an edit by the negative rules", async () => {
    const circuit = readExample("opamp");
    const tree = new AugmentationTree(circuit, { rules: exactRules, seed: 2 });
    const variants = [0, 1, 2].map((member) => editCircuit(circuit, tree.negative(member)));
    for (const found of await voltageDifferences(pool, circuit, variants, "vin1")) {
      if (typeof found !== "string") expect(Math.max(found.volts, found.response)).toBeGreaterThan(1e-3);
    }
  });
});

describe("the catalogue's circuits after one edit", () => {
  it("keep node voltages and responses, but for transistors by width or in series", async () => {
    const names = ["rlc_7", "csamp", "nand", "currentmirror", "osc_rlc_cmos", "opamp_miller_nmos"];
    const rows = summariseEdits(await compareEdits(pool, names));
    const changing = rows.filter(({ edit }) => /width|transistor in series/.test(edit));
    for (const row of rows) {
      expect(row.comparisons).toBeGreaterThan(0);
      expect(row.failed).toBe(0);
      if (changing.includes(row)) continue;
      expect([row.edit, row.largestVolts < 1e-6]).toEqual([row.edit, true]);
      expect([row.edit, row.largestResponse < 2e-3]).toEqual([row.edit, true]);
      expect([row.edit, row.medianResponse < 1e-6]).toEqual([row.edit, true]);
    }
    expect(changing.map(({ medianVolts }) => medianVolts > 1e-9)).toEqual([true, true, true]);
  });

  it("work as before after several, and not after a negative one", async () => {
    const names = ["nand", "csamp", "currentmirror", "rlc_5"];
    const rows = await countWorking(pool, names);
    const working = Object.fromEntries(rows.map((row) => [row.edits, row.working]));
    expect(working).toMatchObject({ none: 4, "positive, exact rules": 4 });
    expect(working["negative of the circuit itself"]).toBeLessThan(4);
    for (const { circuits, claims, holding } of rows) {
      expect(circuits).toBe(4);
      expect(holding).toBeLessThanOrEqual(claims);
    }
  });

  it("change a transistor's current in series within bounds", async () => {
    const [row] = await measureSeriesTransistors(pool, [0.13]);
    expect(row!.points).toBe(160);
    expect(row!.multiplicity.median).toBeLessThan(5);
    expect(row!.multiplicity.largest).toBeLessThan(15);
    expect(row!.geometry.largest).toBeLessThan(65);
  });
});

/** The circuit from its netlist, with the nets in their old order so that voltages can be compared by number. */
function readBack(written: Circuit, original: Circuit): Circuit {
  const { deck, netNames } = printCircuit(written);
  const { circuit } = readNetlist(deck);
  const names = original.nets.map((_, net) => netNames[net]!);
  const rest = circuit.nets.filter(({ name }) => !names.includes(name));
  const nets = [...names.map((name) => circuit.nets.find((net) => net.name === name)!), ...rest];
  const place = new Map(nets.map(({ name }, net) => [name, net]));
  const devices = circuit.devices.map((device) => ({
    ...device,
    terminals: device.terminals.map((terminal) => ({
      ...terminal,
      net: place.get(circuit.nets[terminal.net]!.name)!,
    })),
  }));
  return { ...circuit, nets, devices };
}
