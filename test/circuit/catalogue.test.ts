import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type Circuit,
  catalogueEntry,
  circuitCatalogue,
  circuitFamilies,
  publishedLabels,
} from "../../src/circuit/index.js";
import { parseNetlist, readNetlist, subcircuitHeaders } from "../../src/netlist/index.js";
import {
  catalogueCircuit,
  catalogueFile,
  catalogueFolder,
  cataloguePorts,
} from "../../src/netlist/node-catalogue/index.js";
import { nodeFiles } from "../../src/netlist/node-files/index.js";
import { publishedSizes } from "./published-sizes.js";

const dice = circuitCatalogue.filter(({ set }) => set === "dice");

/** Kinds, nodes and directed edges of paper B's graph: a node for each device and net, 6 edges of a transistor, 4 of another device. */
function sizes({ devices, nets }: Circuit): number[] {
  const kinds = ["nmos", "pmos", "resistor", "capacitor", "inductor", "current-source"];
  const counts = kinds.map((kind) => devices.filter((device) => device.kind === kind).length);
  const transistors = counts[0]! + counts[1]!;
  const edges = 6 * transistors + 4 * (devices.length - transistors);
  return [...counts, devices.length + nets.length, edges];
}

describe("the circuits of paper B", () => {
  it("are 55, of which 40 are for pretraining and 15 unseen", () => {
    const count = (split: string) => dice.filter((entry) => entry.split === split).length;
    expect(dice.map(({ name }) => name).sort()).toEqual(Object.keys(publishedSizes).sort());
    expect(["pretraining", "downstream", "untrained"].map(count)).toEqual([40, 10, 5]);
  });

  it("have the published numbers of devices, nodes and edges", () => {
    const found = dice.map(({ name }) => [name, sizes(catalogueCircuit(name))]);
    expect(Object.fromEntries(found)).toEqual(publishedSizes);
  });

  it("are connected as in the published lists of devices, which this checksum stands for", () => {
    const lines = dice.flatMap(({ name }) => {
      const { devices, nets } = catalogueCircuit(name);
      return devices.map((device) =>
        [name, device.name, ...device.terminals.map(({ net }) => nets[net]!.name)].join(" "),
      );
    });
    const checksum = createHash("sha256").update(lines.sort().join("\n")).digest("hex");
    expect(checksum.slice(0, 16)).toBe("77e607cc6ade6c20");
  });

  it("have the published labels, of which four are empty", () => {
    const labels = dice.map(publishedLabels);
    const count = (label: string) => labels.filter((own) => own.includes(label as never)).length;
    const names = ["analog", "digital", "delay-line", "amplifier", "logic-gate", "oscillator"];
    expect(names.map(count)).toEqual([31, 18, 4, 15, 13, 3]);
    expect(labels.filter((own) => own.length === 0)).toHaveLength(4);
  });
});

describe("the catalogue", () => {
  it("names every subcircuit of its files once", () => {
    const names = circuitCatalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const family of circuitFamilies.filter((each) => circuitCatalogue.some((e) => e.family === each))) {
      const tree = parseNetlist(readFileSync(catalogueFile(family), "utf8"));
      const own = circuitCatalogue.filter((entry) => entry.family === family).map(({ name }) => name);
      expect(
        subcircuitHeaders(tree)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(own.sort());
    }
  });

  it("has netlists without faults, whose circuits have known devices with models", () => {
    const files = nodeFiles([catalogueFolder]);
    for (const file of readdirSync(catalogueFolder).filter((name) => name !== "mos-45nm.sp")) {
      const { diagnostics } = readNetlist(readFileSync(catalogueFolder + file, "utf8"), { file, files });
      expect(diagnostics.filter(({ code }) => code !== "NETLIST_NO_DEVICES")).toEqual([]);
    }
    for (const { name } of circuitCatalogue) {
      const { devices, models } = catalogueCircuit(name);
      const known = new Set(models.map((model) => model.name));
      expect(devices.filter(({ kind }) => kind === "unknown" || kind === "black-box")).toEqual([]);
      expect(devices.filter(({ model }) => model !== undefined && !known.has(model))).toEqual([]);
    }
  });

  it("has ports that devices touch, but for the inputs that are misnamed as published", () => {
    const unused = circuitCatalogue.flatMap(({ name }) => {
      const touched = new Set(catalogueCircuit(name).nets.map((net) => net.name));
      return cataloguePorts(name)
        .filter((port) => !touched.has(port))
        .map((port) => `${name} ${port}`);
    });
    const misnamed = ["strongarm_latch", "dynamic_latched_comparator"];
    expect(unused.sort()).toEqual(misnamed.flatMap((name) => [`${name} vi_n`, `${name} vi_p`]).sort());
  });

  it("corrects circuits of paper B", () => {
    for (const { corrects } of circuitCatalogue.filter(({ set }) => set === "corrected"))
      expect(catalogueEntry(corrects!).set).toBe("dice");
  });

  it("has the model cards of the examples", () => {
    const card = readFileSync(`${catalogueFolder}mos-45nm.sp`, "utf8");
    expect(card).toBe(readFileSync("examples/circuits/mos-45nm.sp", "utf8"));
  });

  it("says when it has no circuit of a name", () => {
    expect(() => catalogueCircuit("nand_9in")).toThrowError(
      expect.objectContaining({ code: "CIRCUIT_UNKNOWN_NAME" }),
    );
  });
});
