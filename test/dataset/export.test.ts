import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  exportParquet,
  exportPyg,
  generateDataset,
  namedRecipe,
  type OperatingPointSource,
  openDataset,
  openSource,
  type PygExportOptions,
  type Recipe,
  rowGraph,
  withRowCount,
} from "../../src/dataset/index.js";
import { fitScheme } from "../../src/graph/index.js";
import { contents, temporaryFolder } from "./folders.js";
import { nodalSource } from "./sources.js";

const ladders: Recipe = {
  ...withRowCount(namedRecipe("ladder"), 40),
  circuits: ["ladder-2", "ladder-5"],
  rowsPerShard: 16,
};

async function exported(
  recipe: Recipe,
  options: Partial<PygExportOptions> = {},
  source: OperatingPointSource = nodalSource(),
) {
  const [folder, out] = [await temporaryFolder(), await temporaryFolder()];
  await generateDataset({ folder, recipe, source });
  const description = await exportPyg({ folder, out, ...options });
  return { out, description, dataset: await openDataset(folder) };
}

interface Read {
  readonly type: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Reads a .npy file by the format's description. */
async function readNpy(path: string): Promise<Read> {
  const file = await readFile(path);
  expect(file.toString("latin1", 0, 8)).toBe("\x93NUMPY\x01\x00");
  const start = 10 + file.readUInt16LE(8);
  expect(start % 64).toBe(0);
  const header = file.toString("latin1", 10, start);
  const [, type, shape] = /^\{'descr': '(.*)', 'fortran_order': False, 'shape': \((.*)\), \} *\n$/.exec(
    header,
  )!;
  const bytes = new Uint8Array(file.subarray(start)).buffer;
  const data =
    type === "<f4"
      ? Array.from(new Float32Array(bytes))
      : type === "<i8"
        ? Array.from(new BigInt64Array(bytes), Number)
        : Array.from(new Uint8Array(bytes));
  return { type: type!, shape: shape!.split(",").filter(Boolean).map(Number), data };
}

async function readFolder(folder: string): Promise<Record<string, Read>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".npy"));
  const arrays = await Promise.all(files.map((file) => readNpy(join(folder, file))));
  return Object.fromEntries(files.map((file, i) => [file.slice(0, -4), arrays[i]!]));
}

describe("the export for PyTorch Geometric", () => {
  it("has the nodes and edges of every ladder, its features, outputs and labels, each graph in its slice", async () => {
    const { out, description, dataset } = await exported(ladders);
    expect(description.splits).toMatchObject({
      train: { graphs: 36, failed: 0, nodes: 18 * (20 + 44), directedEdges: 18 * (42 + 96) },
      valid: { graphs: 4 },
    });
    const arrays = await readFolder(join(out, "train"));
    const slices = await readFolder(join(out, "train/slices"));
    expect(Object.keys(slices)).toEqual(Object.keys(arrays));
    const { rows } = await dataset.split("train");
    const graphs = rows.map(rowGraph);
    const scheme = fitScheme("kirchhoff@1", graphs);
    expect(description).toMatchObject({ columns: scheme.columns, scheme: scheme.toJSON() });
    expect(arrays.x!.shape).toEqual([18 * 64, scheme.width]);
    expect(arrays.edge_index!.shape).toEqual([2, 18 * 138]);
    expect(Object.entries(arrays).map(([name, { type }]) => [name, type])).toEqual(
      expect.arrayContaining([
        ["x", "<f4"],
        ["edge_index", "<i8"],
        ["output_mask", "|b1"],
        ["y", "<f4"],
      ]),
    );

    rows.forEach((row, g) => {
      const { topology } = graphs[g]!;
      const part = (name: string, width = 1, from = 0) => {
        const [start, end] = slices[name]!.data.slice(g, g + 2) as [number, number];
        return arrays[name]!.data.slice(from + start * width, from + end * width);
      };
      const x = new Float32Array(topology.nodes * scheme.width);
      scheme.encode(graphs[g]!, x);
      expect(part("x", scheme.width)).toEqual(Array.from(x));
      const [sources, targets] = [part("edge_index"), part("edge_index", 1, 18 * 138)];
      expect(targets).toEqual(Array.from(topology.neighbours));
      const pairs = new Set(sources.map((source, e) => `${source} ${targets[e]}`));
      expect(pairs.size).toBe(2 * topology.edges);
      for (const [e, source] of sources.entries()) expect(pairs.has(`${targets[e]} ${source}`)).toBe(true);
      expect(part("node_kind").map((kind) => description.kinds[kind])).toEqual(
        Array.from(topology.kindOfNode, (kind) => topology.kinds[kind]),
      );
      expect(part("output_index")).toEqual(Array.from(topology.outputNodes));
      expect(part("output_mask").flatMap((value, node) => (value ? [node] : []))).toEqual(
        part("output_index"),
      );
      expect(part("y")).toEqual(Array.from(new Float32Array(row.labels)));
      expect(description.circuits[part("circuit")[0]!]).toBe(row.circuitName);
      expect(part("row")).toEqual([row.index]);
    });
    expect(JSON.parse(await readFile(join(out, "description.json"), "utf8"))).toEqual(description);
  });

  it("has the devices' parameters at their terminals as raw features", async () => {
    const { out, description, dataset } = await exported(ladders, { scheme: "raw" });
    expect(description.columns).toEqual(["resistor.resistance", "voltage-source.dc"]);
    const { x } = await readFolder(join(out, "train"));
    const { topology, values } = rowGraph((await dataset.split("train")).rows[0]!);
    const own = Array.from({ length: topology.nodes }, (_, node) => x!.data.slice(2 * node, 2 * node + 2));
    topology.deviceKinds.forEach((kind, device) => {
      const value = Math.fround(values[topology.parameterOffsets[device]!]!);
      const expected = kind === "resistor" ? [value, 0] : [0, value];
      for (let t = topology.terminalOffsets[device]!; t < topology.terminalOffsets[device + 1]!; t++) {
        expect(own[t]).toEqual(expected);
      }
    });
    expect(
      own
        .slice(topology.terminals)
        .flat()
        .every((value) => value === 0),
    ).toBe(true);
  });

  it("has one label a circuit where the label is its output resistance", async () => {
    const recipe = { ...withRowCount(namedRecipe("ladder-rout"), 30), circuits: ["ladder-3"] };
    const { out } = await exported(recipe, { scheme: "paper-resistive@1" });
    const arrays = await readFolder(join(out, "train"));
    expect(arrays.x!.shape[0]).toBe(28 * arrays.row!.shape[0]!);
    expect(arrays.y!.shape).toEqual(arrays.row!.shape);
  });

  it("has the op-amp's measures beside its voltages", async () => {
    const recipe = { ...withRowCount(namedRecipe("opamp"), 126), splits: { train: 6, valid: 0, test: 0 } };
    const source = await openSource("embedded", { workers: 1 });
    onTestFinished(() => source.close());
    const { out, description, dataset } = await exported(recipe, { scheme: "paper-mos@1" }, source);
    const { rows } = await dataset.split("train");
    const graphs = rows.length;
    expect(graphs).toBeGreaterThan(0);
    expect(description.splits.train).toMatchObject({
      graphs,
      nodes: 59 * graphs,
      directedEdges: 208 * graphs,
    });
    const arrays = await readFolder(join(out, "train"));
    expect(arrays.y!.shape).toEqual([10 * graphs]);
    const measures = Object.entries(description.measures);
    expect(measures.map(([measure]) => measure)).toEqual(recipe.measures);
    for (const [measure, array] of measures) {
      expect(array).toMatch(/^[a-z_]\w*$/i);
      expect(arrays[array]!.data).toEqual(rows.map((row) => Math.fround(row.measures[measure]!)));
    }
  });

  it("leaves nothing behind where it is stopped, and other folders alone", async () => {
    const controller = new AbortController();
    const out = await temporaryFolder();
    const stopped = exported(ladders, {
      ...{ out, signal: controller.signal },
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: "DATASET_EXPORT_STOPPED" });
    expect(await readdir(out)).toEqual([]);
    await writeFile(join(out, "mine.txt"), "");
    await expect(exported(ladders, { out })).rejects.toMatchObject({ code: "DATASET_FOLDER_NOT_EMPTY" });
    expect(await readdir(out)).toEqual(["mine.txt"]);
  });
});

it("the Parquet export is the dataset, verified", async () => {
  const [folder, out] = [await temporaryFolder(), await temporaryFolder()];
  await generateDataset({ folder, recipe: ladders, source: nodalSource() });
  await exportParquet(folder, out);
  expect(await contents(out)).toEqual(await contents(folder));
});
