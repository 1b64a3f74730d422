import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { circuitCatalogue } from "../../src/circuit/index.js";
import { catalogueCircuit } from "../../src/netlist/node-catalogue/index.js";
import {
  circuitProof,
  openSimulator,
  proveCircuit,
  provenCircuits,
  type SimulationPool,
} from "../../src/simulate/index.js";

let pool: SimulationPool;
beforeAll(async () => {
  pool = await openSimulator({ workers: 1, timeoutSeconds: 60 });
});
afterAll(() => pool.close());

const corrections = circuitCatalogue.filter(({ set }) => set === "corrected");
const faulty = new Set(corrections.map(({ corrects }) => corrects));

it("has a proof of every circuit but those that are corrected", () => {
  const wanted = circuitCatalogue.filter(({ name }) => !faulty.has(name)).map(({ name }) => name);
  expect([...provenCircuits].sort()).toEqual(wanted.sort());
});

describe("every circuit works, as its proof claims", () => {
  it.each(provenCircuits)("%s", async (name) => {
    const claims = await proveCircuit(pool, name);
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.filter(({ holds }) => !holds)).toEqual([]);
  });
});

describe("what is corrected did not work as published", () => {
  // The inputs of the StrongARM latch were only named otherwise than its ports: as a circuit without ports it is the same.
  const wrong = corrections.filter(({ corrects }) => corrects !== "strongarm_latch");
  it.each(wrong.map(({ name, corrects }) => [corrects!, name]))("%s", async (published, corrected) => {
    const claims = await proveCircuit(pool, corrected, catalogueCircuit(published));
    expect(claims.some(({ holds }) => !holds)).toBe(true);
  });
});

it("says when there is no proof", () => {
  expect(() => circuitProof("and")).toThrowError(expect.objectContaining({ code: "SIMULATION_NO_PROOF" }));
});
