import { expect, test } from "vitest";
import { regressionTask } from "../../../src/bench/tasks/definitions.js";
import { planTask } from "../../../src/bench/tasks/run.js";
import { loadTask } from "../../../src/bench/tasks/samples.js";
import { similarityData, similarityFolds } from "../../../src/bench/tasks/similarity-data.js";
import { fitValues } from "../../../src/bench/tasks/standardise.js";
import { taskTopology } from "../../../src/bench/tasks/topology.js";
import { classesOf, drawTriples } from "../../../src/bench/tasks/triples.js";
import { circuitFamilies } from "../../../src/circuit/index.js";
import { RandomStream } from "../../../src/core/index.js";
import {
  generateInMemory,
  namedRecipe,
  openSource,
  splitNames,
  withRowCount,
} from "../../../src/dataset/index.js";

test("always saying equal is right as often as published, of all 55 circuits", () => {
  const data = similarityData("faithful");
  const [all, unseen] = similarityFolds(data, "faithful")[0]!.tests;
  expect(data.entries).toHaveLength(55);
  const classes = classesOf(all!.triples, data.labels);
  expect(classes).toHaveLength(55 * 55 * 54);
  expect(classes.filter((each) => each === 1).length / classes.length).toBeCloseTo(0.5265, 4);
  expect(unseen!.triples).toHaveLength(3 * 5 * 55 * 54);
});

test("a family that is held out is in no training triple, and every base of its test is of it", () => {
  const data = similarityData("honest");
  const familyOf = (circuit: number) => data.entries[circuit]!.family;
  const code = (family: string) => (circuitFamilies as readonly string[]).indexOf(family);
  const familyCode = (circuit: number) => code(familyOf(circuit));
  const folds = similarityFolds(data, "honest");
  expect(folds).toHaveLength(17);
  for (const { name, train, tests } of folds) {
    expect(train.map(familyOf)).not.toContain(name);
    const drawn = drawTriples(new RandomStream(1, "test"), 200, train, train);
    expect([...drawn].map(familyOf)).not.toContain(name);
    const { triples } = tests[0]!;
    expect(new Set(triples.filter((_, i) => i % 3 === 0).map(familyCode))).toEqual(new Set([code(name)]));
    const pairs = Array.from(
      { length: triples.length / 3 },
      (_, row) => triples[3 * row + 1] === triples[3 * row + 2],
    );
    expect(pairs).not.toContain(true);
  }
});

test("corrected circuits take the place of the published ones", () => {
  const names = similarityData("honest").entries.map(({ name }) => name);
  expect(names).toContain("and_corrected");
  expect(names).not.toContain("and");
  expect(names).toHaveLength(131);
});

test("splits share no rows, and a topology's values are those of its devices", async () => {
  const task = regressionTask("delay-lines", "honest");
  const source = await openSource("auto", { workers: 1 });
  const recipe = withRowCount(namedRecipe(task.recipe), 60);
  const data = await loadTask(await generateInMemory(recipe, { source }), task.labels);
  await source.close();
  const keys = splitNames.flatMap((split) =>
    data.splits[split].flatMap(({ topology, rows }) =>
      rows.map(({ values }) => `${topology.name} ${values.join()}`),
    ),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toHaveLength(60);

  const { topology, values, labels, rows } = data.splits.train[0]!;
  expect(topology.name).toBe("capacitor_delay_line");
  const of = (device: string) => {
    const node = topology.circuit.devices.findIndex(({ name }) => name === device);
    return values.data[topology.varying.findIndex((source) => source.node === node)]!;
  };
  const names = Object.keys(recipe.netlists[recipe.circuits[0]!]!.parameters);
  const stated = (name: string) => rows[0]!.values[names.indexOf(name)]!;
  expect(of("mp0")).toBeCloseTo(-Math.log(stated("mp0.w") / 130e-9), 9);
  expect(of("c0")).toBeCloseTo(-Math.log(stated("c0.capacitance")), 9);
  const control = topology.varying.find(({ kind }) => kind === 2)!;
  expect(control.enter(1)).toBeCloseTo(Math.E, 12);
  expect(labels.data[0]).toBeCloseTo(-Math.log(rows[0]!.measures.riseDelay!), 9);

  const { mean, deviation } = fitValues(data.splits.train);
  expect(mean[5]).toBeLessThan(0);
  expect(deviation[5]).toBeGreaterThan(0);
});

test("nodes of a topology vary or not, each once", () => {
  for (const name of [...namedRecipe("delay-lines").circuits, ...namedRecipe("dice-opamps-sized").circuits]) {
    const { varying, graph, fixedValues } = taskTopology(name);
    const nodes = varying.map(({ node }) => node);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(fixedValues).toHaveLength(graph.devices + graph.nets);
    expect(fixedValues.every(Number.isFinite)).toBe(true);
  }
});

test("cells go by seed, then by encoder, then by what is held out", () => {
  const cells = planTask({ task: "op-amps", protocol: "honest", seeds: 2 }, ["a", "b"], ["none", "dice"]);
  expect(cells.map(({ seed, encoder, fold }) => `${seed} ${encoder} ${fold}`)).toEqual([
    ...["1 none a", "1 none b", "1 dice a", "1 dice b", "2 none a", "2 none b", "2 dice a", "2 dice b"],
  ]);
});
