import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Circuit } from "../../../src/circuit/index.js";
import { buildModel, initialState } from "../../../src/nn/index.js";
import {
  type Design,
  type SearchContext,
  type SearchKind,
  searchContract,
  searchNamed,
} from "../../../src/size/index.js";
import { bagnet } from "../../../src/size/search/bagnet/bagnet.js";
import { graphEncoder } from "../../../src/size/search/bagnet/graph-encoder.js";
import { bagnetVariants } from "../../../src/size/search/bagnet/variants.js";
import { circuitOf, space, specs } from "../../../src/size/search/contract-circuit.js";
import { openBackbone } from "../../../src/size/search/graph/backbone.js";
import { FrozenStates, loadCheckpoint, saveCheckpoint } from "../../../src/train/index.js";

const variants = bagnetVariants.filter(({ name }) => name.startsWith("bagnet-gnn"));

// Rounds of the network share their weights, so that fewer of them are a network too, and compile sooner.
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-bagnet-"));
  const { card, tensors } = await loadCheckpoint("models/opamp-norton.safetensors");
  const small = { ...card, network: { ...card.network, iterations: 2 } };
  await saveCheckpoint(join(folder, "small.safetensors"), { card: small, tensors });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(variants.map((variant) => [variant.name, variant] as const))(
  "%s, two steps an iteration",
  (name, variant) => {
    const { open, ...rest } = bagnet({ ...variant, steps: 2 });
    const kind: SearchKind = {
      ...rest,
      open: (given, memory) => open({ ...given, model: join(folder, "small.safetensors") }, memory),
    };
    // Tuned and random weights differ in the first ones alone.
    const cases = searchContract.filter(
      ({ name: one }) => name !== "bagnet-gnn-tuned" || one.startsWith("goes on"),
    );
    test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, { check }) => {
      await check(kind);
    });
  },
);

const context: SearchContext = { space, specs, seed: 1, budget: 200, circuitOf };

test("what the network does not read goes beside it, and a short is a small resistance", async () => {
  const { unread, graphs } = await openBackbone(context);
  // Fingers and ohms are read; the capacitance and a variable without a device are not.
  expect(unread).toEqual([2, 3]);
  const { topology, values } = graphs.of([5, 0, 0, 0]);
  expect(values[topology.parameterNames.indexOf("resistance")]).toBe(1);
  expect(graphs.of([5, 7, 0, 0]).topology).toBe(topology);
});

test("frozen states are those of a graph, whatever stands beside it, and to the last bit where it is kept", async () => {
  const backbone = await openBackbone(context);
  const states = await FrozenStates.open(backbone);
  const designs: Design[] = [
    [5, 3, 0, 0],
    [60, 30, 2, 9],
    [20, 10, 1, 4],
  ];
  const together = designs.map((design) => backbone.graphs.of(design));
  await states.compute(together);
  const alone = backbone.graphs.of(designs[1]!);
  await states.compute([alone]);
  const dataOf = (all: typeof together) => states.feeds(all).feeds.states!.data as Float32Array;
  const [all, one] = [dataOf(together), dataOf([alone])];
  const middle = all.slice(one.length, 2 * one.length);
  for (const [i, value] of one.entries()) expect(middle[i]).toBeCloseTo(value, 5);
  expect(all.slice(0, one.length)).not.toEqual(one);
  const kept = designs.map((design) => backbone.graphs.kept(design));
  expect(backbone.graphs.kept(designs[1]!)).toBe(kept[1]);
  await states.computeEach(kept);
  expect(dataOf([kept[1]!])).toEqual(one);
  await states.release();
});

test("tuned weights begin where the pretrained ones are, all others at random", async () => {
  const backbone = await openBackbone(context);
  const encoder = await graphEncoder(space, backbone, "tuned");
  const layouts = buildModel((scope) => encoder.build(scope, (x) => x), { training: true });
  const { parameters, buffers } = layouts;
  const fresh = initialState(parameters, 1);
  const all = encoder.begin!(layouts, { parameters: fresh, buffers: initialState(buffers, 1) });
  const begun = all.parameters;
  for (const { name, offset, size } of parameters.entries) {
    const pretrained = backbone.tensors.get(name.replace("network.", ""))?.data;
    expect(begun.subarray(offset, offset + size)).toEqual(
      name.startsWith("network.") ? pretrained : fresh.subarray(offset, offset + size),
    );
  }
  expect((await graphEncoder(space, backbone, "random")).begin).toBeUndefined();
});

test.each([
  [
    "a device that the network has never seen",
    "SIZE_NETWORK_UNFIT",
    { circuitOf: (d: Design) => withDiode(circuitOf(d)) },
  ],
  ["a checkpoint that is not there", "CHECKPOINT_NOT_FOUND", { model: "nowhere.safetensors" }],
  ["no circuits", "SIZE_NO_CIRCUIT", { circuitOf: undefined }],
])("%s is an error before anything is simulated", async (_, code, more) => {
  await expect(searchNamed("bagnet-gnn").open({ ...context, ...more })).rejects.toMatchObject({ code });
});

test("a run that goes on with another network is an error", async () => {
  const memory = { history: [], state: { critical: [], iteration: 0, queries: 0, encoder: "0123" } };
  await expect(searchNamed("bagnet-gnn-tuned").open(context, memory)).rejects.toMatchObject({
    code: "SIZE_NETWORK_CHANGED",
  });
});

function withDiode(circuit: Circuit): Circuit {
  const terminals = [
    { name: "anode", net: 3 },
    { name: "cathode", net: 0 },
  ];
  const diode = { name: "d1", kind: "diode" as const, terminals, parameters: {} };
  return { ...circuit, devices: [...circuit.devices, diode] };
}
