import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { encoderSchema } from "../../../src/model/index.js";
import {
  CircuitEncoder,
  intrinsicTest,
  loadCheckpoint,
  namedCircuits,
  objectiveOfRun,
  pretrain,
  pretrainContrastive,
  rawFeatures,
  resumeContrastive,
} from "../../../src/train/index.js";
import { temporaryFolder, weightsIn } from "../folders.js";
import { tinyConfig } from "../tiny.js";
import { tinyContrastive } from "./tiny.js";

describe("contrastive pretraining", () => {
  it.each([
    ["dice", {}],
    ["nt-xent", {}],
    ["simsiam", {}],
  ])("lowers the loss %s and widens the gap between positives and others", async (kind, more) => {
    const losses: number[] = [];
    const config = {
      ...tinyContrastive,
      loss: { kind, ...more },
      steps: 40,
      validation: { every: 1, members: 8 },
    };
    const first: { gap?: number } = {};
    const { last } = await pretrainContrastive(config, {
      onProgress: ({ loss, last }) => {
        losses.push(loss);
        if (last) first.gap ??= last.metrics.gap;
      },
    });
    expect(losses.at(-1)!).toBeLessThan(losses[0]! - 0.05);
    if (kind !== "simsiam") expect(last!.metrics.gap).toBeGreaterThan(first.gap!);
  });

  it("goes on after Ctrl-C to the weights and figures of an uninterrupted run, to the last bit", async () => {
    const [whole, parts] = [await temporaryFolder(), await temporaryFolder()];
    const config = { ...tinyContrastive, loss: { kind: "simsiam" }, averageDecay: 0.9 };
    const uninterrupted = await pretrainContrastive(config, { folder: whole });
    const controller = new AbortController();
    const stopped = await pretrainContrastive(config, {
      folder: parts,
      signal: controller.signal,
      onProgress: ({ step }) => {
        if (step === 13) controller.abort();
      },
    });
    expect(stopped).toMatchObject({ reason: "interrupted", step: 13 });
    expect(await objectiveOfRun(parts)).toBe("contrastive");
    expect(await resumeContrastive(parts)).toMatchObject({
      ...{ reason: "finished", step: 30, last: uninterrupted.last, best: uninterrupted.last },
    });
    expect(await weightsIn(parts, "last")).toEqual(await weightsIn(whole, "last"));
    expect(await weightsIn(parts, "best")).toEqual(await weightsIn(whole, "best"));
  });

  it("leaves an encoder that embeds circuits, which commands of networks that predict refuse by name", async () => {
    const folder = await temporaryFolder();
    await pretrainContrastive({ ...tinyContrastive, loss: { kind: "simsiam" }, steps: 6 }, { folder });
    const encoder = await CircuitEncoder.open(folder, { threads: 1 });
    onTestFinished(() => encoder.release());
    const circuits = namedCircuits(["buffer", "strongarm_latch"]).map(({ circuit }) => circuit);
    const graphs = circuits.map((circuit) => encoder.graph(circuit));
    const embeddings = await encoder.embed(graphs);
    expect(embeddings).toHaveLength(2 * encoder.width);
    expect(embeddings.every(Number.isFinite)).toBe(true);
    expect(encoder.unseenKinds(graphs[1]!)).toEqual([]);
    expect(encoder.card.seen.circuits).toHaveLength(6);
    const path = join(folder, "checkpoints", "best.safetensors");
    await expect(loadCheckpoint(path)).rejects.toMatchObject({ code: "CHECKPOINT_KIND" });
  });

  it("is tested beside raw features and an untrained network, on graphs of its own", async () => {
    const network = encoderSchema.parse(tinyContrastive.network);
    const untrained = await CircuitEncoder.untrained(network, 1, { threads: 1 });
    onTestFinished(() => untrained.release());
    const options = {
      circuits: ["buffer", "or", "nand_3in"],
      style: "sound",
      rules: "sound",
      members: 10,
    } as const;
    const found = [
      await intrinsicTest(rawFeatures, options),
      await intrinsicTest((graphs) => untrained.embed(graphs), options),
    ];
    for (const metrics of found) {
      expect(metrics.graphs).toBe(60);
      expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
    }
    const graph = untrained.graph(namedCircuits(["buffer"])[0]!.circuit);
    // Four transistors and a capacitor, each of their terminals two edges.
    const counts = [...rawFeatures([graph])].reduce((sum, count) => sum + count);
    expect(counts).toBe(graph.devices + graph.nets + 2 * (4 * 4 + 2));
  });

  it("does not take a network that predicts for an encoder", async () => {
    const folder = await temporaryFolder();
    await pretrain({ ...tinyConfig, steps: 6 }, { folder });
    await expect(CircuitEncoder.open(folder)).rejects.toMatchObject({ code: "CHECKPOINT_KIND" });
  });
});
