import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import {
  generateDataset,
  generateInMemory,
  loadRecipe,
  type OperatingPointSource,
  openDataset,
  openSource,
  planRow,
  type RecipeFiles,
  rowGraph,
  withRowCount,
} from "../../src/dataset/index.js";
import { terminalGraph } from "../../src/graph/index.js";
import { memoryFiles } from "../../src/netlist/index.js";
import { contents, temporaryFolder } from "./folders.js";

const example = (path: string) => readFileSync(new URL(`../../examples/${path}`, import.meta.url), "utf8");
const cards = { "mos-45nm.sp": example("circuits/mos-45nm.sp") };
const netlist = example("circuits/five-transistor-ota.sp");
const recipeText = example("recipes/ota.yaml");

const files = (text = netlist): RecipeFiles => ({
  text: (path) => (path.endsWith(".sp") ? text : example(join("recipes", path))),
  includes: () => ({ read: (path) => memoryFiles(cards).read(path, "") }),
});
const load = (text = recipeText, circuit = netlist) => loadRecipe(text, "ota.yaml", files(circuit));

describe("a recipe of a netlist", () => {
  const recipe = load();
  const [name] = recipe.circuits as [string];

  it("holds the netlist, what it includes and its testbench, under a name of its content", () => {
    expect(name).toMatch(/^five-transistor-ota@[0-9a-f]{8}$/);
    expect(recipe.netlists[name]).toMatchObject({ text: netlist, files: cards });
    expect(load(recipeText, `${netlist}* another\n`).circuits[0]).not.toBe(name);
  });

  it("draws what its parameters say, and sets values in place or through expressions", () => {
    const { values } = planRow(recipe, 3);
    const [wpair, wload, itail, load] = values as unknown as [number, number, number, number];
    expect(wpair).toBeGreaterThanOrEqual(1e-6);
    const built = parametricCircuit(name).build(values);
    const parameters = Object.fromEntries(built.devices.map((device) => [device.name, device.parameters]));
    expect(parameters.mb!.w).toBeCloseTo(wpair / 2, 15);
    expect(parameters.m3!.w).toBeCloseTo(wload, 15);
    expect(parameters.ib!.dc).toBeCloseTo(itail, 15);
    expect(parameters.cl!.capacitance).toBe(load);
  });

  it("makes graphs of one topology", () => {
    const [first, second] = [0, 1].map((index) => planRow(recipe, index)) as [
      ReturnType<typeof planRow>,
      ReturnType<typeof planRow>,
    ];
    const graph = rowGraph(first);
    expect(graph.topology).toBe(rowGraph(second).topology);
    expect(graph.values).toEqual(terminalGraph(parametricCircuit(name).build(first.values)).values);
    expect(graph.topology.outputNodes).toHaveLength(3);
  });

  it("finds mistakes at their place, in the recipe and in the netlist", () => {
    const at = (line: number, column: number, file: string) =>
      expect.objectContaining({
        details: expect.objectContaining({ location: expect.objectContaining({ file, line, column }) }),
      });
    expect(() => load(recipeText.replace("wpair:", "wpiar:"))).toThrow(at(7, 14, "ota.yaml"));
    expect(() => load(recipeText.replace("wpair:", "wpiar:"))).toThrow('did you mean "wpair"?');
    expect(() => load(recipeText.replace("tail, x]", "tial, x]"))).toThrow('no net "tial"');
    expect(() => load(recipeText.replace("[gain,", "[gian,"))).toThrow('did you mean "gain"?');
    expect(() => load(recipeText, netlist.replace("{itail}", "{itial}"))).toThrow(
      at(8, 1, "../circuits/five-transistor-ota.sp"),
    );
  });

  it("keeps a row whose expressions have no value", async () => {
    const text = "divider\n.param r=1k\nv1 in 0 1\nr1 in out 1k\nr2 out 0 {r > 5 ? r : 1/0}\n.end\n";
    const broken = loadRecipe(
      "name: d\ncircuits: [{netlist: d.sp, parameters: {r: {kind: choice, values: [1, 10]}}}]\nsplits: {train: 8}\n",
      "d.yaml",
      files(text),
    );
    const { rows, failed } = await (await generateInMemory(broken)).split("train");
    expect(rows.length + failed.length).toBe(8);
    for (const row of rows) expect(row.values[0]).toBe(10);
    for (const row of failed)
      expect(row).toMatchObject({ values: Float64Array.of(1), reason: "DATASET_NETLIST" });
  });
});

describe("rows with measures and operating points of devices", () => {
  const recipe = { ...withRowCount(load(), 12), rowsPerShard: 5 };
  let source: OperatingPointSource;
  beforeAll(async () => {
    source = await openSource("embedded", { workers: 1 });
    return () => source.close();
  });

  it("are the same in memory, on disk, and from two workers", async () => {
    const folder = await temporaryFolder();
    const manifest = await generateDataset({ folder, recipe, source });
    const [circuit] = recipe.circuits as [string];
    expect(manifest.columns![circuit]!.devices!.slice(0, 3)).toEqual(["mb.vgs", "mb.vds", "mb.vbs"]);
    const inMemory = await generateInMemory(recipe, { source });
    const stored = await openDataset(folder);
    for (const split of stored.splitNames) {
      const [a, b] = [await stored.split(split), await inMemory.split(split)];
      expect(a.rows).toHaveLength(b.rows.length);
      a.rows.forEach((row, i) => {
        expect({ ...row }).toEqual(b.rows[i]);
      });
    }
    const { rows } = await stored.split("train");
    expect(Object.keys(rows[0]!.devices)).toEqual(["mb", "m5", "m1", "m2", "m3", "m4"]);
    for (const { measures, invalid } of rows) {
      expect(Object.keys(measures)).toEqual(["gain", "unityGainFrequency"]);
      for (const [name, value] of Object.entries(measures)) {
        expect(Number.isNaN(value)).toBe(name in invalid);
      }
    }
    const other = await openSource("embedded", { workers: 2 });
    const again = await temporaryFolder();
    await generateDataset({ folder: again, recipe, source: other }).finally(() => other.close());
    expect(await contents(again)).toEqual(await contents(folder));
  });

  it("need a simulator", async () => {
    await expect(generateInMemory(recipe)).rejects.toMatchObject({ code: "DATASET_SOURCE" });
  });
});
