import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { biasedOpAmp, type Circuit, ladder, ladderOutputResistance, opAmp } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { memoryFiles, readNetlist } from "../../src/netlist/index.js";
import {
  atAnyGain,
  type CornerResult,
  defineTestbench,
  netlistDecks,
  opAmpLoopTestbench,
  opAmpTestbench,
  openSimulator,
  runCorners,
  runDecks,
  runTestbench,
  type SimulationPool,
  type Testbench,
  type TestbenchInput,
  type TestbenchResult,
  worstCases,
} from "../../src/simulate/index.js";
import { simulators } from "./circuits.js";

/** A testbench of one deck, `cards`, around nothing. */
function benchOf(
  cards: string,
  analyses: TestbenchInput["decks"][string]["analyses"],
  measures: TestbenchInput["measures"],
): [Testbench, Circuit[]] {
  const testbench = defineTestbench({
    name: "test",
    decks: { only: { devices: cards, analyses } },
    measures,
  });
  return [testbench, netlistDecks(testbench, { text: "empty\n", file: "test.sp" })];
}

function value(result: TestbenchResult, name: string): number {
  const measurement = result.measures[name]!;
  if (measurement.status === "ok") return measurement.value;
  throw new Error(`${name}: ${measurement.reason}: ${measurement.message}`);
}

const reason = (result: TestbenchResult, name: string) => {
  const measurement = result.measures[name]!;
  return measurement.status === "ok" ? "ok" : measurement.reason;
};

const sweep = { kind: "ac" as const, points: 10, startHz: 1, stopHz: "10g" };

describe.each(simulators)("%s", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1, timeoutSeconds: 20 });
  });
  afterAll(() => pool.close());

  async function measure([testbench, circuits]: [Testbench, Circuit[]]): Promise<TestbenchResult> {
    for await (const { result } of runDecks(pool, testbench, [circuits])) return result;
    throw new Error("no result");
  }

  test("an amplifier of two poles has the gain, bandwidth and margins of its formula", async () => {
    // 1000 V/V, then RC at 1.59 kHz and 795.8 kHz, each behind a buffer; inverting and not.
    const cards = `
      vin in 0 0
      e1 a 0 in 0 {gain}
      r1 a b 1k
      c1 b 0 100n
      e2 c 0 b 0 1
      r2 c out 1k
      c2 out 0 200p`;
    const [first, second] = [1 / (2 * Math.PI * 1e3 * 100e-9), 1 / (2 * Math.PI * 1e3 * 200e-12)];
    const of = "v(out)";
    for (const gain of [1000, -1000]) {
      const result = await measure(
        benchOf(
          `.param gain=${gain}${cards}`,
          { response: { ...sweep, stimulus: { vin: 1 } } },
          {
            gain: { measure: "dc-gain", analysis: "response", of },
            spot: { measure: "gain", analysis: "response", of, frequency: first },
            bandwidth: { measure: "bandwidth", analysis: "response", of },
            unity: { measure: "unity-gain-frequency", analysis: "response", of },
            margin: { measure: "phase-margin", analysis: "response", of },
            gainMargin: { measure: "gain-margin", analysis: "response", of },
          },
        ),
      );
      // |H| = 1: u² solves (1 + u/p1²)(1 + u/p2²) = gain².
      const [a, b] = [1 / first ** 2, 1 / second ** 2];
      const unity = Math.sqrt(
        (-(a + b) + Math.sqrt((a + b) ** 2 + 4 * a * b * (gain ** 2 - 1))) / (2 * a * b),
      );
      const turned = ((Math.atan(unity / first) + Math.atan(unity / second)) * 180) / Math.PI;
      expect(value(result, "gain")).toBeCloseTo(60, 3);
      expect(value(result, "spot")).toBeCloseTo(60 - 3.0103, 1);
      expect(value(result, "bandwidth") / first).toBeCloseTo(1, 3);
      expect(value(result, "unity") / unity).toBeCloseTo(1, 3);
      expect(value(result, "margin")).toBeCloseTo(180 - turned, 1);
      expect(reason(result, "gainMargin")).toBe("MEASURE_NO_CROSSING");
    }
  });

  test("the step of an RC settles, rises and is delayed as its time constant says", async () => {
    const step = { analysis: "step", of: "v(out)", input: "v(in)", start: "1u" } as const;
    const result = await measure(
      benchOf(
        "vin in 0 pulse(0.2 1.2 1u 1p 1p 1)\nr1 in out 1k\nc1 out 0 1n\nr2 dead 0 1",
        { step: { kind: "tran", stepSeconds: "20n", stopSeconds: "21u" } },
        {
          settling: { measure: "settling-time", ...step },
          toInput: { measure: "settling-time", ...step, target: "input" },
          rise: { measure: "transition-time", ...step },
          slew: { measure: "slew-rate", ...step },
          overshoot: { measure: "overshoot", ...step },
          delay: { measure: "delay", analysis: "step", from: "v(in)", of: "v(out)" },
          dead: { measure: "slew-rate", ...step, of: "v(dead)" },
          never: { measure: "delay", analysis: "step", from: "v(in)", of: "v(dead)" },
        },
      ),
    );
    expect(value(result, "settling") / 1e-6).toBeCloseTo(Math.log(100), 1);
    expect(value(result, "toInput") / 1e-6).toBeCloseTo(Math.log(100), 1);
    expect(value(result, "rise") / 1e-6).toBeCloseTo(Math.log(9), 1);
    expect(value(result, "slew") / 1e6).toBeCloseTo(0.8 / Math.log(9), 2);
    expect(value(result, "overshoot")).toBeLessThan(0.1);
    expect(value(result, "delay") / 1e-6).toBeCloseTo(Math.log(2), 2);
    expect(reason(result, "dead")).toBe("MEASURE_OUTPUT_STUCK");
    expect(reason(result, "never")).toBe("MEASURE_NO_CROSSING");
  });

  test("noise, swing, supplies and values are those of their formulas", async () => {
    const result = await measure(
      benchOf(
        "vdd vdd 0 2\nvin in 0 0 ac 1\nr0 vdd 0 1k\nb1 drive 0 v=tanh(2*v(in))\nr1 drive out 10k\nc1 out 0 1p",
        {
          point: { kind: "op" },
          sweep: { kind: "dc", source: "vin", start: -2, stop: 2, step: "10m" },
          noise: { kind: "noise", output: "out", source: "vin", points: 10, startHz: 1, stopHz: "1t" },
        },
        {
          noise: { measure: "integrated-noise", analysis: "noise" },
          swing: { measure: "output-swing", analysis: "sweep", of: "v(out)" },
          low: { measure: "output-low", analysis: "sweep", of: "v(out)", centre: 0 },
          high: { measure: "output-high", analysis: "sweep", of: "v(out)", centre: 0 },
          stuck: { measure: "output-swing", analysis: "sweep", of: "v(vdd)" },
          current: { measure: "supply-current", analysis: "point", sources: ["vdd"] },
          power: { measure: "power", analysis: "point", sources: ["vdd", "vin"] },
          across: { measure: "value", analysis: "point", of: "v(vdd, in)" },
          through: { measure: "value", analysis: "point", of: "i(vdd)" },
        },
      ),
    );
    const kelvin = 27 + 273.15;
    expect(value(result, "noise") / Math.sqrt((1.380649e-23 * kelvin) / 1e-12)).toBeCloseTo(1, 2);
    expect(value(result, "swing")).toBeCloseTo(Math.SQRT2, 2);
    expect(value(result, "high")).toBeCloseTo(Math.SQRT1_2, 2);
    expect(value(result, "low")).toBeCloseTo(-Math.SQRT1_2, 2);
    expect(reason(result, "stuck")).toBe("MEASURE_OUTPUT_STUCK");
    expect(value(result, "current")).toBeCloseTo(2e-3, 9);
    expect(value(result, "power")).toBeCloseTo(4e-3, 9);
    expect(value(result, "across")).toBeCloseTo(2, 6);
    expect(value(result, "through")).toBeCloseTo(-2e-3, 9);
  });

  test("the output resistance of ladders is the exact one, over a stream of circuits", async () => {
    const stream = new RandomStream(5, "test/testbench");
    const testbench = defineTestbench({
      name: "output resistance",
      decks: {
        probe: {
          devices: "iprobe 0 o4 0",
          analyses: {
            z: { kind: "ac", points: 1, startHz: 1, stopHz: 1, variation: "lin", stimulus: { iprobe: 1 } },
          },
        },
      },
      measures: { rout: { measure: "output-resistance", analysis: "z", of: "v(o4)" } },
    });
    const topology = ladder(4);
    const values = Array.from({ length: 30 }, () => topology.parameters.map(() => stream.uniform(0.1, 1)));
    let count = 0;
    for await (const { index, result } of runTestbench(
      pool,
      testbench,
      values.map((one) => topology.build(one)),
    )) {
      count++;
      expect(value(result, "rout")).toBeCloseTo(ladderOutputResistance(values[index]!), 6);
    }
    expect(count).toBe(30);
  });

  test("the op-amp has all its measures, and a dead one reasons in their place", async () => {
    const build = (vin2: number, mn3: number) =>
      opAmp.build([20, 20, 40, mn3, 10, 20, 2e-12, 5e-12, 500, 30e-6, 0, 1.2, 0.6, vin2]);
    const found: TestbenchResult[] = [];
    const circuits = [build(0.6, 20), build(0.8, 20), build(0.4, 20)];
    for await (const { index, result } of runTestbench(pool, opAmpTestbench(), circuits))
      found[index] = result;
    const [good, low, high] = found as [TestbenchResult, TestbenchResult, TestbenchResult];
    expect(Object.values(good.measures).map(({ status }) => status)).toEqual(Array(10).fill("ok"));
    const [gain, bandwidth] = [10 ** (value(good, "gain") / 20), value(good, "bandwidth")];
    expect(gain).toBeGreaterThan(100);
    const product = value(good, "unityGainFrequency") / (gain * bandwidth);
    expect(product).toBeGreaterThan(0.5);
    expect(product).toBeLessThan(1.1);
    expect(value(good, "power")).toBeCloseTo(1.2 * value(good, "supplyCurrent"), 9);
    expect(Math.abs(value(good, "offset"))).toBeLessThan(5e-3);
    for (const dead of [low, high]) {
      expect(reason(dead, "unityGainFrequency")).toBe("MEASURE_GAIN_BELOW_ONE");
      expect(reason(dead, "phaseMargin")).toBe("MEASURE_GAIN_BELOW_ONE");
    }
    const point = good.decks.openLoop!;
    if (point.status !== "ok") throw new Error(point.reason);
    expect(point.value[0]).toMatchObject({
      id: "point",
      kind: "op",
      devices: { mn3: { region: "saturation" } },
    });
  });

  test("an op-amp in a loop that is open to signals has the open-loop measures of the same operating point", async () => {
    const fingers = { mp1: 10, mn1: 40, mp3: 20, mn3: 20, mn4: 20, mn5: 20 };
    const rest = {
      cc: 2e-12,
      cload: 1e-11,
      rz: 500,
      ibias: 30e-6,
      vss: 0,
      vdd: 1.2,
      vin1: 0.6,
      vbias: 0.3786,
    };
    const first = async (testbench: Testbench, vin2: number) => {
      const values: Record<string, number> = { ...fingers, ...rest, vin2 };
      const circuit = biasedOpAmp.build(biasedOpAmp.parameters.map(({ name }) => values[name]!));
      for await (const { result } of runTestbench(pool, testbench, [circuit])) return result;
      throw new Error("no result");
    };
    // The source of the inverting input is far from where the op-amp works: only the loop finds that.
    const loop = await first(opAmpLoopTestbench(), 0.1);
    const point = loop.decks.loop!;
    const [output, input] = ["net6", "net2"].map((net) =>
      loop.circuits.loop!.nets.findIndex(({ name }) => name === net),
    );
    const found = point.status === "ok" ? point.value[0] : undefined;
    if (found?.status === "failed" || found?.kind !== "op") throw new Error("no operating point");
    const { voltages } = found;
    expect(voltages[output!]).toBeCloseTo(voltages[input!]!, 9);
    const open = await first(opAmpTestbench(), voltages[input!]!);
    for (const name of Object.keys(loop.measures))
      expect(value(loop, name) / value(open, name), name).toBeCloseTo(1, 5);
    const stuck = await first(opAmpTestbench(), 0.1);
    expect(reason(stuck, "phaseMargin")).toBe("MEASURE_GAIN_BELOW_ONE");
    for (const name of ["cmrr", "psrrPlus", "psrrMinus"])
      expect(reason(stuck, name)).toBe("MEASURE_OUTPUT_STUCK");
    expect(value(await first(atAnyGain(opAmpTestbench()), 0.1), "cmrr")).toBeLessThan(20);
  });

  test("a failed analysis gives its measures its reason, and leaves the others alone", async () => {
    const testbench = defineTestbench({
      name: "half broken",
      decks: {
        good: { devices: "v1 a 0 1\nr1 a 0 1k", analyses: { point: { kind: "op" } } },
        bad: { devices: "v1 a 0 1\nv2 a 0 2\nr1 a 0 1k", analyses: { other: { kind: "op" } } },
      },
      measures: {
        fine: { measure: "value", analysis: "point", of: "v(a)" },
        broken: { measure: "value", analysis: "other", of: "v(a)" },
      },
    });
    const result = await measure([testbench, netlistDecks(testbench, { text: "empty\n", file: "test.sp" })]);
    expect(value(result, "fine")).toBeCloseTo(1, 9);
    expect(reason(result, "broken")).toBe("SIMULATION_SINGULAR_MATRIX");
  });

  test("corners change process, temperature, supply and parameters, and the worst is named", async () => {
    const library = [
      ".lib slow\n.model rsheet r (rsh=2 tc1=1e-3 tnom=27)\n.endl slow",
      ".lib fast\n.model rsheet r (rsh=1 tc1=1e-3 tnom=27)\n.endl fast",
    ].join("\n");
    const testbench = defineTestbench({
      name: "corners",
      supplies: ["vdd"],
      decks: { only: { analyses: { point: { kind: "op" } } } },
      measures: { current: { measure: "supply-current", analysis: "point", sources: ["vdd"] } },
      corners: [
        { name: "slow", process: "slow" },
        { name: "hot", temperature: 127 },
        { name: "high", supply: 1.1 },
        { name: "long", parameters: { squares: 2000 } },
      ],
    });
    const text =
      "t\n.lib 'cards.lib' fast\n.param squares=1000\nvdd vdd 0 2\nr1 vdd 0 rsheet l={squares*1u} w=1u\n.op\n.end\n";
    const files = memoryFiles({ "cards.lib": library });
    const results = await runCorners(pool, testbench, { text, file: "t.sp", files });
    const current = (corner: string) =>
      value(results.find((each) => each.corner === corner)!.result, "current");
    expect(current("slow")).toBeCloseTo(1e-3, 7);
    expect(current("hot")).toBeCloseTo(2e-3 / 1.1, 7);
    expect(current("high")).toBeCloseTo(2.2e-3, 7);
    expect(current("long")).toBeCloseTo(1e-3, 7);
    expect(worstCases(testbench, results)).toMatchObject({ current: { corner: "high" } });
  });
});

test("a parametric circuit is measured with other model cards in a corner, and with other values", async () => {
  const cards =
    ".lib ideal\n.model nmos45 nmos (level=1 vto=0.2 kp=500u)\n.model pmos45 pmos (level=1 vto=-0.2 kp=200u)\n.endl ideal";
  const testbench = defineTestbench({
    name: "cards",
    decks: { only: { analyses: { point: { kind: "op" } } } },
    measures: { current: { measure: "supply-current", analysis: "point", sources: ["vvdd"] } },
    corners: [
      { name: "own" },
      { name: "ideal", library: { file: "cards.lib", section: "ideal" } },
      { name: "starved", parameters: { ibias: "3u" } },
    ],
  });
  const fingers = { mp1: 20, mn1: 20, mp3: 40, mn3: 20, mn4: 10, mn5: 20 };
  const values = {
    ...fingers,
    cc: 2e-12,
    cload: 5e-12,
    rz: 500,
    ibias: 30e-6,
    vss: 0,
    vdd: 1.2,
    vin1: 0.6,
    vin2: 0.6,
  };
  const source = { parametric: "opamp", values, files: memoryFiles({ "cards.lib": cards }) };
  const pool = await openSimulator({ workers: 1 });
  try {
    const results = await runCorners(pool, testbench, source);
    const [own, ideal, starved] = results.map(({ result }) => value(result, "current"));
    expect(own).toBeGreaterThan(100e-6);
    expect(ideal).toBeCloseTo(150e-6, 6); // 30 µA and the mirrors' 60 µA twice, without channel-length modulation
    expect(starved! / own!).toBeLessThan(0.2);
    const missing = { ...source, values: fingers };
    await expect(runCorners(pool, testbench, missing)).rejects.toThrow(/no value for its parameter cc/);
  } finally {
    await pool.close();
  }
});

describe("a testbench as data", () => {
  const good: TestbenchInput = {
    name: "x",
    decks: { only: { analyses: { point: { kind: "op" } } } },
    measures: { v: { measure: "value", analysis: "point", of: "v(out)" } },
  };

  test("refuses what does not fit together", () => {
    const wrong = (change: Partial<TestbenchInput>) => () => defineTestbench({ ...good, ...change });
    expect(wrong({ measures: { v: { measure: "value", analysis: "pont", of: "v(out)" } } })).toThrow(
      /did you mean "point"/,
    );
    expect(wrong({ measures: { v: { measure: "dc-gain", analysis: "point", of: "v(out)" } } })).toThrow(
      /of kind op/,
    );
    expect(wrong({ measures: { v: { measure: "value", analysis: "point", of: "out" } } })).toThrow(
      /no signal/,
    );
    const two = {
      a: { analyses: { point: { kind: "op" as const } } },
      b: { analyses: { point: { kind: "op" as const } } },
    };
    expect(wrong({ decks: two })).toThrow(/another analysis has this name/);
    expect(wrong({ decks: {} })).toThrow(/needs a deck/);
  });

  test("refuses names that its circuit does not have", async () => {
    const { circuit } = readNetlist("t\nv1 in 0 1\nr1 in out 1k\nr2 out 0 1k\n.end\n");
    const run = async (change: Partial<TestbenchInput>) => {
      const testbench = defineTestbench({ ...good, ...change });
      const jobs: unknown[] = [];
      const pool = {
        async *analyse(all: AsyncIterable<unknown>) {
          for await (const job of all) jobs.push(job);
          yield* [];
        },
      } as unknown as SimulationPool;
      for await (const _ of runTestbench(pool, testbench, [circuit])) void _;
      return jobs;
    };
    expect(await run({})).toMatchObject([{ nets: ["out"], analyses: [{ kind: "op", id: "point" }] }]);
    await expect(
      run({ measures: { v: { measure: "value", analysis: "point", of: "v(ouy)" } } }),
    ).rejects.toThrow(/"out"/);
    const deck = good.decks.only!;
    await expect(run({ decks: { only: { ...deck, remove: ["r3"] } } })).rejects.toThrow(
      /SIMULATION_TESTBENCH|no device/,
    );
    await expect(run({ decks: { only: { ...deck, devices: "r1 out 0 1" } } })).rejects.toThrow(/already/);
    await expect(run({ decks: { only: { ...deck, rewire: { r1: { drain: "x" } } } } })).rejects.toThrow(
      /terminal/,
    );
  });

  test("takes a subcircuit's definitions without the devices of its netlist", () => {
    const text =
      "t\n.subckt amp in out\nr1 in out 1k\n.ends\nv9 x 0 1\n+ ac 1\nx1 x y amp\nr9 y 0 1\n.param load=5k\n.end\n";
    const testbench = defineTestbench({
      ...good,
      decks: {
        only: {
          devices: "vin in 0 1\nxdut in out amp\nrl out 0 {load}",
          analyses: { point: { kind: "op" } },
        },
      },
    });
    const [circuit] = netlistDecks(testbench, { text, file: "t.sp", subcircuit: "amp" });
    expect(circuit!.devices.map(({ name }) => name)).toEqual(["vin", "xdut.r1", "rl"]);
    expect(circuit!.devices[2]!.parameters.resistance).toBe(5000);
    const broken = defineTestbench({
      ...good,
      decks: { only: { devices: "r5 a 0 1\nr6 a\n", analyses: {} } },
      measures: {},
    });
    expect(() => netlistDecks(broken, { text, file: "t.sp" })).toThrow(/deck only, devices:2:4: error/);
    expect(() => netlistDecks(testbench, { text, file: "t.sp", subcircuit: "ampp" })).toThrow(
      /did you mean "amp"/,
    );
  });
});

test("the worst case of a measure is where it does not exist, if there is such a corner", () => {
  const testbench = defineTestbench({
    name: "x",
    decks: { only: { analyses: { point: { kind: "op" } } } },
    measures: {
      o: { measure: "offset", analysis: "point", of: "v(a)", input: "v(b)" },
      v: { measure: "value", analysis: "point", of: "v(a)" },
    },
  });
  const corner = (name: string, offset: number | undefined): CornerResult => ({
    corner: name,
    result: {
      measures: {
        o:
          offset === undefined
            ? { status: "invalid", reason: "MEASURE_OUTPUT_STUCK", message: "" }
            : { status: "ok", value: offset },
        v: { status: "ok", value: 1 },
      },
      decks: {},
      circuits: {},
      seconds: 0,
    },
  });
  expect(worstCases(testbench, [corner("a", 0.1), corner("b", -0.3)])).toMatchObject({ o: { corner: "b" } });
  const missing = worstCases(testbench, [corner("a", 5), corner("b", undefined)]);
  expect(missing).toMatchObject({ o: { corner: "b", measurement: { status: "invalid" } } });
  expect(missing).not.toHaveProperty("v");
});
