import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Circuit, opAmp } from "../../src/circuit/index.js";
import { readNetlist } from "../../src/netlist/index.js";
import {
  type AcOutput,
  type Analysis,
  type AnalysisJob,
  type AnalysisOutput,
  openSimulator,
  type SimulationPool,
} from "../../src/simulate/index.js";
import { circuitOf, divider, simulators, sourceLoop, twoTerminal } from "./circuits.js";

const read = (text: string): Circuit => readNetlist(`test\n${text}\n.end\n`).circuit;

/** 1 kΩ and 1 µF: a corner at 159 Hz, a time constant of 1 ms. */
const rc = read("v1 in 0 dc 1 ac 1\nr1 in out 1k\nc1 out 0 1u");
const ac: Analysis = { kind: "ac", variation: "dec", points: 10, startHz: 1, stopHz: 1e5 };

async function run(pool: SimulationPool, job: AnalysisJob): Promise<readonly AnalysisOutput[]> {
  for await (const { result } of pool.analyse([job])) {
    if (result.status === "failed") throw new Error(`${result.reason}: ${result.message}`);
    return result.value;
  }
  throw new Error("no result");
}

/** The output of the one analysis of a job, which must be good. */
async function one<K extends Analysis["kind"]>(
  pool: SimulationPool,
  circuit: Circuit,
  analysis: Analysis & { kind: K },
  rest: Partial<AnalysisJob> = {},
): Promise<Extract<AnalysisOutput, { kind: K; status: "ok" }>> {
  const [output] = await run(pool, { circuit, analyses: [analysis], ...rest });
  if (output?.status !== "ok") throw new Error(`${output?.reason}: ${output?.message}`);
  return output as Extract<AnalysisOutput, { kind: K; status: "ok" }>;
}

const magnitudes = ({ voltages }: AcOutput, net: string) => {
  const { real, imaginary } = voltages[net]!;
  return real.map((x, i) => Math.hypot(x, imaginary[i]!));
};

describe.each(simulators)("analyses of the %s simulator", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1, timeoutSeconds: 20 });
  });
  afterAll(() => pool.close());

  test("ac: an RC low-pass is 1/(1 + jωRC)", async () => {
    const output = await one(pool, rc, ac as Analysis & { kind: "ac" }, { nets: ["out"], currents: true });
    expect(output.frequenciesHz.length).toBe(51);
    expect(Object.keys(output.voltages)).toEqual(["out"]);
    output.frequenciesHz.forEach((hertz, i) => {
      const x = 2 * Math.PI * hertz * 1e-3;
      expect(output.voltages.out!.real[i]).toBeCloseTo(1 / (1 + x * x), 9);
      expect(output.voltages.out!.imaginary[i]).toBeCloseTo(-x / (1 + x * x), 9);
      // The current from plus to minus through the source: against the one through the resistor.
      expect(output.sourceCurrents!.v1!.real[i]).toBeCloseTo((-1e-3 * x * x) / (1 + x * x), 9);
    });
  });

  test("ac: linear and octave sweeps have their points", async () => {
    const sweep = async (variation: "lin" | "oct", points: number) => {
      const analysis = { kind: "ac", variation, points, startHz: 100, stopHz: 800 } as const;
      return (await one(pool, rc, analysis)).frequenciesHz;
    };
    expect(await sweep("lin", 8)).toEqual(Float64Array.of(100, 200, 300, 400, 500, 600, 700, 800));
    expect((await sweep("oct", 2)).length).toBe(7);
    expect(await sweep("lin", 1)).toEqual(Float64Array.of(100));
  });

  test("ac: a stimulus stands for the sources' own signals, for its analysis alone", async () => {
    const circuit = read("v1 a 0 dc 1 ac 3 90\nv2 b 0 dc 2\ni1 0 out dc 1m\nr1 a out 1k\nr2 b out 1k");
    const at = { kind: "ac", variation: "lin", points: 1, startHz: 1, stopHz: 1 } as const;
    const outputs = await run(pool, {
      circuit,
      nets: ["out"],
      analyses: [
        { ...at, id: "own" },
        { ...at, id: "v2", stimulus: [{ source: "v2", magnitude: 1 }] },
        { ...at, id: "i1", stimulus: [{ source: "i1", magnitude: 1e-3, phaseDegrees: 180 }] },
        {
          ...at,
          id: "difference",
          stimulus: ["v1", "v2"].map((source, i) => ({ source, magnitude: 1, phaseDegrees: 180 * i })),
        },
        { ...at, id: "silence", stimulus: [] },
        { ...at, id: "own again" },
        { kind: "op" },
      ],
    });
    const small = outputs.slice(0, 6).map((output) => {
      if (output.kind !== "ac" || output.status !== "ok") throw new Error("no result");
      const { real, imaginary } = output.voltages.out!;
      return [output.id, ...[real[0]!, imaginary[0]!].map((x) => Math.round(x * 1e9) / 1e9 + 0)];
    });
    expect(small).toEqual([
      ["own", 0, 1.5],
      ["v2", 0.5, 0],
      ["i1", -0.5, 0],
      ["difference", 0, 0],
      ["silence", 0, 0],
      ["own again", 0, 1.5],
    ]);
    expect(outputs[6]).toMatchObject({ kind: "op", status: "ok" });
  });

  test("op: a point that an ac of one frequency keeps has the bits of its own analysis", async () => {
    const circuit = opAmp.build([20, 20, 60, 20, 10, 30, 3e-12, 1e-11, 500, 3e-5, 0, 1.2, 0.6, 0.6]);
    const point = { kind: "op" } as const;
    const spot = (source: string) =>
      ({
        kind: "ac",
        variation: "lin",
        points: 1,
        startHz: 1,
        stopHz: 1,
        stimulus: [{ source, magnitude: 1 }],
      }) as const;
    const request = { circuit, currents: ["vvdd"] };
    const alone = [
      await run(pool, { ...request, analyses: [point] }),
      await run(pool, { ...request, nets: ["net6"], analyses: [spot("vin1")] }),
      await run(pool, { ...request, nets: ["net6"], analyses: [spot("vin2")] }),
    ];
    const together = { ...request, nets: ["net6"], analyses: [point, spot("vin1"), spot("vin2"), point] };
    expect(await run(pool, together)).toEqual([...alone.flat(), ...alone[0]!]);
  });

  test("op: one that fails fails as one, and so does the ac that starts from it", async () => {
    const analyses: Analysis[] = [
      { kind: "op" },
      { kind: "ac", variation: "lin", points: 1, startHz: 1, stopHz: 1 },
    ];
    expect(await run(pool, { circuit: sourceLoop(), analyses })).toMatchObject([
      { status: "failed", kind: "op", reason: "SIMULATION_SINGULAR_MATRIX" },
      { status: "failed", kind: "ac", reason: "SIMULATION_SINGULAR_MATRIX" },
    ]);
  });

  test("dc: a divider follows its source", async () => {
    const analysis = { kind: "dc", source: "v1", start: -1, stop: 1, step: 0.25 } as const;
    const { sweep, voltages } = await one(pool, divider(), analysis, { nets: ["out"] });
    expect(sweep.length).toBe(9);
    sweep.forEach((volts, i) => {
      expect(volts).toBeCloseTo(-1 + 0.25 * i, 12);
      expect(voltages.out![i]).toBeCloseTo(volts / 2, 9);
    });
    const current = read("i1 0 a dc 0\nr1 a 0 100");
    const down = await one(pool, current, { kind: "dc", source: "i1", start: 0.02, stop: 0, step: -0.005 });
    [2, 1.5, 1, 0.5, 0].forEach((volts, i) => {
      expect(down.voltages.a![i]).toBeCloseTo(volts, 9);
    });
  });

  test("tran: an RC charges as 1 - exp(-t/RC)", async () => {
    const circuit = read("v1 in 0 dc 0 pulse(0 1 0 1n 1n 1 2)\nr1 in out 1k\nc1 out 0 1u");
    const analysis = { kind: "tran", stepSeconds: 1e-5, stopSeconds: 5e-3, maxStepSeconds: 1e-5 } as const;
    const { timesSeconds, voltages } = await one(pool, circuit, analysis, { nets: ["out"] });
    expect(timesSeconds.at(-1)).toBeCloseTo(5e-3, 12);
    timesSeconds.forEach((seconds, i) => {
      expect(voltages.out![i]).toBeCloseTo(1 - Math.exp(-seconds / 1e-3), 3);
    });
    const late = await one(pool, circuit, { ...analysis, startSeconds: 4e-3 }, { nets: ["out"] });
    expect(late.timesSeconds[0]).toBeGreaterThanOrEqual(4e-3);
  });

  test("tran: starts from given conditions where it is told so", async () => {
    const circuit = read("c1 out 0 1u ic=2\nr1 out 0 1k");
    const analysis = {
      kind: "tran",
      stepSeconds: 1e-5,
      stopSeconds: 1e-3,
      useInitialConditions: true,
    } as const;
    const { voltages } = await one(pool, circuit, analysis);
    expect(voltages.out!.at(-1)).toBeCloseTo(2 * Math.exp(-1), 3);
  });

  test("noise: a resistor's is √(4kTR), a divider's input sees it doubled", async () => {
    const analysis = {
      kind: "noise",
      output: "out",
      source: "v1",
      variation: "dec",
      points: 2,
      startHz: 10,
      stopHz: 1e5,
    } as const;
    const output = await one(pool, divider(), analysis);
    const density = Math.sqrt(4 * 1.380649e-23 * 300.15 * 500);
    expect(output.frequenciesHz.length).toBe(9);
    for (const x of output.outputDensity) expect(x / density).toBeCloseTo(1, 4);
    for (const x of output.inputDensity) expect(x / (2 * density)).toBeCloseTo(1, 4);
    expect(output.outputTotal / (density * Math.sqrt(1e5 - 10))).toBeCloseTo(1, 2);
    expect(output.inputTotal / output.outputTotal).toBeCloseTo(2, 6);
    const both = await run(pool, {
      circuit: divider(),
      analyses: [analysis, { ...analysis, id: "second" }, { ...analysis, reference: "in", id: "across" }],
    });
    expect(both.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(both[1]).toMatchObject({ outputDensity: output.outputDensity, id: "second" });
  });

  test("an analysis that fails does so alone, with its reason", async () => {
    // Beyond t = 0.5 ms the source jumps whenever the output does: no time step is small enough.
    const circuit = read(
      "b1 a 0 v={time < 5e-4 ? 0 : (v(a) > 0.5 ? 0 : 1)}\nr1 a 0 1k\nv1 b 0 dc 1 ac 1\nr2 b 0 1k",
    );
    const outputs = await run(pool, {
      circuit,
      analyses: [{ kind: "op" }, { kind: "tran", id: "step", stepSeconds: 1e-5, stopSeconds: 1e-3 }, ac],
      nets: ["b"],
    });
    expect(outputs.map(({ status }) => status)).toEqual(["ok", "failed", "ok"]);
    const failed = outputs[1]!;
    expect(failed).toMatchObject({ kind: "tran", id: "step", reason: "SIMULATION_NO_CONVERGENCE" });
    expect(failed.status === "failed" && failed.message).toContain("transient");
  });

  test("a circuit that cannot be run fails as a whole, or in each analysis", async () => {
    const jobs = [sourceLoop(), circuitOf(["a"], [twoTerminal("u1", "unknown", 1, 0)])].map((circuit) => ({
      circuit,
      analyses: [{ kind: "op" } as const, ac],
    }));
    const reasons: unknown[] = [];
    for await (const { index, result } of pool.analyse(jobs)) {
      reasons[index] =
        result.status === "failed"
          ? result.reason
          : result.value.map((output) => output.status === "failed" && output.reason);
    }
    expect(reasons).toEqual([
      ["SIMULATION_SINGULAR_MATRIX", "SIMULATION_SINGULAR_MATRIX"],
      "SIMULATION_UNSUPPORTED_DEVICE",
    ]);
  });

  test("nets with odd names are found, and names never reach a command", async () => {
    const circuit: Circuit = circuitOf(
      ["in<0>; shell date", "1e3", "x1.mid", "$(id)"],
      [
        twoTerminal("v 1\nquit", "voltage-source", 1, 0, { dc: 1, acMagnitude: 1 }),
        twoTerminal("r1", "resistor", 1, 2, { resistance: 1 }),
        twoTerminal("r2", "resistor", 2, 3, { resistance: 1 }),
        twoTerminal("r3", "resistor", 3, 4, { resistance: 1 }),
        twoTerminal("r4", "resistor", 4, 0, { resistance: 1 }),
      ],
    );
    const at = { kind: "ac", variation: "lin", points: 1, startHz: 1, stopHz: 1 } as const;
    const output = await one(pool, circuit, at);
    const found = Object.entries(output.voltages).map(([net, { real }]) => [
      net,
      Math.round(real[0]! * 1e6) / 1e6,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      "in<0>; shell date": 1,
      "1e3": 0.75,
      "x1.mid": 0.5,
      "$(id)": 0.25,
    });
    const source = { ...at, stimulus: [{ source: "v 1\nquit", magnitude: 2 }] };
    expect(magnitudes(await one(pool, circuit, source), "$(id)")[0]).toBeCloseTo(0.5, 9);
    const hostile = { ...at, stimulus: [{ source: "v1 = 1; shell date", magnitude: 1 }] };
    await expect(one(pool, circuit, hostile)).rejects.toMatchObject({ code: "SIMULATION_ANALYSIS" });
  });

  test("refuses analyses that the circuit cannot have", async () => {
    const bad: [Analysis, Partial<AnalysisJob>?][] = [
      [{ ...ac, points: 0 } as Analysis],
      [{ ...ac, startHz: Number.NaN } as Analysis],
      [{ ...ac, variation: "dec 10 1 2; shell" } as unknown as Analysis],
      [{ kind: "tran", stepSeconds: 0, stopSeconds: 1 }],
      [{ kind: "tran", stepSeconds: 1e-3, stopSeconds: Number.POSITIVE_INFINITY }],
      [{ kind: "dc", source: "v1", start: 0, stop: 1, step: -1 }],
      [{ kind: "dc", source: "r1", start: 0, stop: 1, step: 1 }],
      [
        {
          kind: "noise",
          output: "nowhere",
          source: "v1",
          variation: "dec",
          points: 1,
          startHz: 1,
          stopHz: 2,
        },
      ],
      [{ kind: "op", devices: ["r1"] }],
      [ac, { nets: ["nowhere"] }],
      [ac, { nets: [] }],
      [ac, { currents: ["r1"] }],
      [{ kind: "shell" } as unknown as Analysis],
    ];
    for (const [analysis, rest] of bad) {
      const job = { circuit: divider(), analyses: [analysis], ...rest };
      await expect(run(pool, job), JSON.stringify(analysis)).rejects.toMatchObject({
        code: "SIMULATION_ANALYSIS",
      });
    }
  });
});
