import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ladder } from "../../../src/circuit/index.js";
import { RandomStream } from "../../../src/core/index.js";
import { terminalGraph } from "../../../src/graph/index.js";
import { ensembleTensors, graphHeadSchema, memberTensors } from "../../../src/model/index.js";
import { readNetlist } from "../../../src/netlist/index.js";
import { calibrate, halfWidths, spreadOf } from "../../../src/train/fine-tuning/calibration.js";
import {
  parameterRanges,
  strangeNets,
  strangeParameters,
} from "../../../src/train/fine-tuning/familiarity.js";
import { outputKinds } from "../../../src/train/fine-tuning/output-kinds.js";
import { rateFactors } from "../../../src/train/fine-tuning/rate-factors.js";
import { isOfHead } from "../../../src/train/fine-tuning/start.js";
import { calibrateVoltages } from "../../../src/train/fine-tuning/voltage-calibration.js";
import { fitScaling, holdOut, nestedSubset, scaleLabels, unscale } from "../../../src/train/index.js";

describe("samples", () => {
  it("are among those of a larger number, and stay held out or not", () => {
    const sizes = fc.tuple(fc.integer({ min: 5, max: 50 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 9 }), ([size, more], seed) => {
        const [small, large] = [nestedSubset(100, size, seed), nestedSubset(100, size + more, seed)];
        expect(Array.from(large.fit).slice(0, small.fit.length)).toEqual(Array.from(small.fit));
        expect(Array.from(large.held).slice(0, small.held.length)).toEqual(Array.from(small.held));
        expect(small.fit.length + small.held.length).toBe(size);
      }),
    );
  });

  it("are each held out once by five folds", () => {
    const chosen = Uint32Array.from({ length: 23 }, (_, i) => 3 * i);
    const held = [0, 1, 2, 3, 4].flatMap((fold) => Array.from(holdOut(chosen, fold).held));
    expect(held.sort((a, b) => a - b)).toEqual(Array.from(chosen));
  });
});

it("scales targets, on a logarithmic scale too, and undoes it", () => {
  const labels = Float64Array.of(1, 1e3, 2, 1e5, 3, Number.NaN, 4, -1);
  const data = { graphs: [], labels, offsets: Int32Array.of(0, 2, 4, 6, 8), circuits: [] };
  const scaling = fitScaling(data, [
    { name: "a", scale: "linear" },
    { name: "b", scale: "log" },
  ]);
  expect(scaling).toMatchObject([{ mean: 2.5 }, { mean: 4, std: 1 }]);
  const scaled = scaleLabels(data, scaling).labels;
  expect(scaled.slice(5)).toEqual(Float64Array.of(Number.NaN, scaled[6]!, Number.NaN));
  expect(unscale(scaled.slice(0, 5), scaling)[3]).toBeCloseTo(1e5, 6);
  expect(unscale(scaled.slice(0, 5), scaling)[4]).toBeCloseTo(3, 12);
});

describe("intervals", () => {
  it("hold the wanted share of new errors, whatever the errors are like", () => {
    const random = new RandomStream(1, "calibration");
    const draw = (count: number) => {
      const spreads = Float64Array.from({ length: count }, () => random.uniform(0, 2));
      return { spreads, labels: spreads.map((spread) => (0.1 + spread) * random.normal() ** 3) };
    };
    const held = draw(400);
    const calibration = calibrate(
      { graphs: 400, predictions: new Float64Array(400), labels: held.labels, deviations: held.spreads },
      1,
      0.9,
    )!;
    expect(calibration.coverage).toBe(0.9);
    const fresh = draw(4000);
    const half = halfWidths(calibration, fresh.spreads);
    const share = fresh.labels.filter((label, i) => Math.abs(label) <= half[i]!).length / 4000;
    expect(share).toBeGreaterThan(0.86);
    expect(share).toBeLessThan(0.94);
  });

  it("state less where few samples were held out, and are none without", () => {
    const few = { graphs: 4, predictions: [0, 0, 0, 0], labels: [1, 2, 3, 4], deviations: [0, 0, 0, 0] };
    const calibration = calibrate(few, 1, 0.9)!;
    expect(calibration.coverage).toBe(0.8);
    expect(halfWidths(calibration, Float64Array.of(0))[0]).toBeCloseTo(4, 12);
    expect(calibrate({ ...few, labels: [Number.NaN] }, 1, 0.9)).toBeUndefined();
    const rare = { ...few, labels: [1, Number.NaN, Number.NaN, Number.NaN] };
    expect(calibrate(rare, 1, 0.9)).toMatchObject({ coverage: 0.5, samples: 1 });
    expect(calibrate(rare, 1, 0.9)).not.toHaveProperty("measures");
  });

  it("state what they hold of each of several measures, and the least of all", () => {
    const labels = [1, 1, Number.NaN, 2, Number.NaN, 3, Number.NaN, 4];
    const none = new Float64Array(8);
    expect(calibrate({ graphs: 4, predictions: none, labels, deviations: none }, 2, 0.7)).toMatchObject({
      ...{ coverage: 0.5, samples: 1 },
      measures: [
        { coverage: 0.5, samples: 1 },
        { coverage: 0.7, samples: 4 },
      ],
    });
  });

  it("grow with the spread of the members", () => {
    const { mean, deviation } = spreadOf([
      [1, 2],
      [3, 2],
    ]);
    expect([Array.from(mean), Array.from(deviation)]).toEqual([
      [2, 2],
      [1, 0],
    ]);
  });
});

describe("intervals of voltages", () => {
  const scales = { driven: 0, "nmos.drain": 0.002, "nmos.gate": 0.05 };
  const draw = (random: RandomStream, graphs: number) => {
    const kinds = Array.from({ length: graphs }, () => Object.keys(scales)).flat();
    const errors = Object.values(scales).map((scale) => () => scale * random.normal() ** 3);
    const labels = Array.from({ length: graphs }, () => errors.map((error) => error())).flat();
    const none = new Float64Array(labels.length);
    const graphOf = labels.map((_, i) => Math.floor(i / errors.length));
    return { graphs, kinds, labels, graphOf, predictions: none, deviations: none };
  };

  it("are as wide as the errors of each kind of net, exact where sources drive, and hold what they state", () => {
    const random = new RandomStream(2, "voltages");
    const ratios: number[] = [];
    const shares = Array.from({ length: 200 }, () => {
      const calibration = calibrateVoltages(draw(random, 10), 0.9)!;
      expect(calibration).toMatchObject({ coverage: 9 / 11, samples: 10 });
      const fresh = draw(random, 20);
      const half = halfWidths(calibration, fresh.deviations, fresh.kinds);
      expect(half[0]).toBeLessThan(1e-5);
      ratios.push(half[2]! / half[1]!);
      const free = fresh.kinds.flatMap((kind, i) => (kind === "driven" ? [] : [i]));
      return free.filter((i) => Math.abs(fresh.labels[i]!) <= half[i]!).length / free.length;
    });
    expect(ratios.sort((a, b) => a - b)[100]).toBeGreaterThan(10);
    const mean = shares.reduce((sum, share) => sum + share / shares.length, 0);
    expect(mean).toBeGreaterThan(9 / 11 - 0.02);
    expect(mean).toBeLessThan(0.95);
  });

  it("state what is wanted from nineteen held-out circuits on, and take any net", () => {
    const random = new RandomStream(3, "voltages");
    expect(calibrateVoltages(draw(random, 19), 0.9)!.coverage).toBe(0.9);
    const one = calibrateVoltages(draw(random, 1), 0.9)!;
    expect(one.coverage).toBe(0.5);
    const [unseen] = halfWidths(one, Float64Array.of(0), ["pmos.source"]);
    expect(unseen).toBeCloseTo(one.factors[0]! * one.floors[0]!, 12);
    const nothing = { graphs: 0, kinds: [], labels: [], graphOf: [], predictions: [], deviations: [] };
    expect(calibrateVoltages(nothing, 0.9)).toBeUndefined();
  });

  it("know nets by what is on them, not by their names or places", () => {
    const deck = (cards: string) => {
      const { topology } = terminalGraph(readNetlist(`nets\n${cards}\n.end`).circuit);
      return outputKinds(topology);
    };
    expect(deck("v1 in 0 1\nr1 in mid 1\nc1 mid 0 1p")).toEqual(["driven", "capacitor.plus+resistor.minus"]);
    expect(deck("c1 a 0 1p\nr1 b a 1\nv1 b 0 1")).toEqual(["capacitor.plus+resistor.minus", "driven"]);
  });
});

it("keeps what members of an ensemble share but once", () => {
  const tensor = (...data: number[]) => ({ shape: [data.length], data: Float32Array.from(data) });
  const members = [1, 2].map(
    (m) =>
      new Map([
        ["blocks.0.weight", tensor(7)],
        ["head.weight", tensor(m)],
      ]),
  );
  const all = ensembleTensors(members);
  expect([...all.keys()]).toEqual(["blocks.0.weight", "members.0.head.weight", "members.1.head.weight"]);
  expect(memberTensors(all, 2)).toEqual(members);
  expect(ensembleTensors([members[0]!])).toEqual(members[0]);
});

it("slows layers down towards the input", () => {
  const names = ["input.weight", "blocks.0.t", "blocks.2.t", "head.lin0.weight"];
  const entries = names.map((name, offset) => ({
    ...{ name, offset, shape: [1], size: 1 },
    initial: { constant: 0 },
  }));
  const factors = rateFactors({ entries, size: 4 }, { backbone: 0.5, layerDecay: 0.1 }, isOfHead({}));
  expect(Array.from(factors, (factor) => Number(factor.toFixed(6)))).toEqual([0.005, 0.005, 0.5, 1]);
  const shared = { entries: [entries[0]!, entries[3]!], size: 4 };
  expect(() => rateFactors(shared, { backbone: 1, layerDecay: 0.9 }, isOfHead({}))).toThrow(
    expect.objectContaining({ code: "TRAIN_ONE_LAYER" }),
  );
  expect(Array.from(rateFactors(shared, { backbone: 0.5, layerDecay: 1 }, isOfHead({})))).toEqual([
    0.5, 0, 0, 1,
  ]);
});

it("counts a network's voltages to what a head stands on, where it reads these", () => {
  const head = graphHeadSchema.parse({ reads: "voltages" });
  const names = ["device.weight", "head.weight", "head.bias", "head.mlp.lin0.weight"];
  expect(names.map(isOfHead({ head }))).toEqual([false, false, false, true]);
  expect(names.map(isOfHead({}))).toEqual([false, true, true, true]);
});

it("names parameters beyond what was seen", () => {
  const circuit = (resistance: number) =>
    terminalGraph(ladder(1).build(Float64Array.of(0.9, resistance, 0.5, 0.2)));
  const familiarity = { ranges: parameterRanges([circuit(0.2), circuit(0.8)]) };
  expect(strangeParameters(circuit(0.5), familiarity)).toEqual([]);
  expect(strangeParameters(circuit(5), familiarity)).toEqual(["resistor.resistance of 5 (seen: 0.2 to 0.8)"]);
});

it("names nets of kinds that no sample had", () => {
  const deck =
    "nets\nv1 in 0 1\nr1 in mid 1\nr2 mid out 1\nc1 mid 0 1p\nc2 out 0 1p\nr3 mid end 1\nr4 end 0 1\n.end";
  const { circuit } = readNetlist(deck);
  const { topology } = terminalGraph(circuit);
  const floors = { driven: 0, "resistor.minus+resistor.plus": 0.1 };
  const calibration = { coverage: 0.9, samples: 10, floors: [1], factors: [1], nets: { floors } };
  expect(strangeNets(topology, circuit.nets, calibration)).toEqual([
    "net mid: no net of a sample has just capacitor.plus, resistor.minus, resistor.plus on it",
    "net out: no net of a sample has just capacitor.plus, resistor.minus on it",
  ]);
  expect(strangeNets(topology, circuit.nets, { ...calibration, nets: undefined })).toEqual([]);
});
