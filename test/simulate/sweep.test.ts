import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Circuit, opAmp } from "../../src/circuit/index.js";
import { readNetlist } from "../../src/netlist/index.js";
import {
  type AnalysisJob,
  type AnalysisOutput,
  openSimulator,
  type ParameterChange,
  type SimulationPool,
} from "../../src/simulate/index.js";
import { simulators } from "./circuits.js";

const amplifier = opAmp.build([20, 20, 60, 20, 10, 30, 3e-12, 1e-11, 500, 3e-5, 0, 1.2, 0.6, 0.6]);
const change = (device: string, parameter: string, value: number): ParameterChange => ({
  device,
  parameter,
  value,
});

function changed(circuit: Circuit, changes: readonly ParameterChange[]): Circuit {
  const devices = circuit.devices.map((device) => {
    const own = changes.filter(({ device: name }) => name === device.name);
    const values = Object.fromEntries(own.map(({ parameter, value }) => [parameter, value]));
    return own.length > 0 ? { ...device, parameters: { ...device.parameters, ...values } } : device;
  });
  return { ...circuit, devices };
}

/** All numbers of a job's outputs, one after the other; fails where an analysis did. */
function numbersOf(outputs: readonly AnalysisOutput[]): number[] {
  return outputs.flatMap((output) => {
    if (output.status === "failed") throw new Error(`${output.kind}: ${output.message}`);
    if (output.kind === "op") return [...output.voltages];
    if (output.kind === "noise") return [...output.outputDensity];
    return Object.values(output.voltages).flatMap((curve) =>
      "real" in curve ? [...curve.real, ...curve.imaginary] : [...curve],
    );
  });
}

async function fresh(pool: SimulationPool, jobs: readonly AnalysisJob[]): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { index, result } of pool.analyse(jobs)) {
    if (result.status === "failed") throw new Error(result.message);
    all[index] = numbersOf(result.value);
  }
  return all;
}

async function swept(
  pool: SimulationPool,
  job: AnalysisJob,
  changes: readonly (readonly ParameterChange[])[],
): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { index, result } of pool.sweepAnalyses(job, changes)) {
    if (result.status === "failed") throw new Error(result.message);
    all[index] = numbersOf(result.value);
  }
  return all;
}

/** Equal to solver tolerance, which is 1e-3 of each current; the numbers of good agreement are far closer. */
function expectClose(actual: readonly number[][], expected: readonly number[][]) {
  expect(actual.length).toBe(expected.length);
  actual.forEach((row, run) => {
    expect(row.length).toBe(expected[run]!.length);
    row.forEach((x, i) => {
      const y = expected[run]![i]!;
      expect(Math.abs(x - y), `run ${run}, number ${i}: ${x} and ${y}`).toBeLessThan(
        1e-4 * Math.abs(y) + 1e-6,
      );
    });
  });
}

describe.each(simulators)("sweeps of the %s simulator", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1, timeoutSeconds: 20 });
  });
  afterAll(() => pool.close());

  const ac = { kind: "ac", variation: "dec", points: 2, startHz: 1, stopHz: 1e9 } as const;
  const job: AnalysisJob = {
    circuit: amplifier,
    analyses: [
      { kind: "op" },
      { ...ac, stimulus: [{ source: "vin2", magnitude: 1 }] },
      { ...ac, stimulus: [{ source: "vvdd", magnitude: 1 }] },
    ],
    nets: ["net6"],
  };

  test("altering an op-amp equals loading it anew", async () => {
    const changes = [
      [],
      [change("mn5", "m", 7), change("mp3", "m", 14)],
      [change("mn1", "w", 2e-6), change("mn2", "w", 2e-6)],
      [change("mp3", "l", 45e-9), change("mp3", "w", 0.3e-6), change("mp3", "m", 3)],
      [change("rz", "resistance", 0), change("cc", "capacitance", 1e-12)],
      [change("cl", "capacitance", 0.2e-12), change("ibias", "dc", 1e-5)],
      [change("vvdd", "dc", 1), change("vin1", "dc", 0.59)],
      [],
    ];
    expectClose(
      await swept(pool, job, changes),
      await fresh(
        pool,
        changes.map((own) => ({ ...job, circuit: changed(amplifier, own) })),
      ),
    );
  });

  test("what cannot be altered well is loaded anew", async () => {
    const circuit = readNetlist(`test
.model nm nmos level=1 vto=0.5 kp=100u cj=1m rsh=10
.model dm d is=1e-14
v1 vdd 0 dc 3 ac 0.5
v2 g 0 dc 1 ac 1 30
m1 d g 0 0 nm w=10u l=1u ad=1p pd=1u nrd=1 m=1
r1 vdd d 10k tc1=0.01 temp=27
d1 d 0 dm area=1 temp=27
.end
`).circuit;
    const own: AnalysisJob = { circuit, analyses: [{ kind: "op" }, { ...ac, startHz: 1e6 }] };
    const changes = [
      [change("m1", "ad", 100e-12)],
      [change("m1", "nrd", 100)],
      [change("d1", "area", 50), change("d1", "temp", 80)],
      [change("r1", "temp", 90)],
      [change("r1", "resistance", 2e4), change("v2", "acPhase", 90)],
      [change("v2", "acMagnitude", 0.1), change("v1", "acMagnitude", 0)],
      [change("m1", "w", 3e-6), change("m1", "l", 2e-6), change("m1", "m", 2)],
      [],
    ];
    expectClose(
      await swept(pool, own, changes),
      await fresh(
        pool,
        changes.map((some) => ({ ...own, circuit: changed(circuit, some) })),
      ),
    );
  });

  test("the numbers of a job depend on nothing but the job", async () => {
    const others = [0.55, 0.65].map((volts) => ({
      ...job,
      circuit: changed(amplifier, [change("vin1", "dc", volts)]),
    }));
    const alone = await fresh(pool, [job]);
    const among = await fresh(pool, [others[0]!, job, others[1]!, job]);
    expect([among[1], among[3]]).toEqual([alone[0], alone[0]]);
  });
});
