import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Checkpoint,
  decodeCheckpoint,
  decodeSafetensors,
  encodeCheckpoint,
  encodeSafetensors,
  networkSchema,
  packTensors,
  unpackTensors,
} from "../../src/model/index.js";

const checkpoint: Checkpoint = {
  card: {
    format: 1,
    network: networkSchema.parse({ kind: "deepgen", layers: 1, hidden: 2 }),
    scheme: { name: "kirchhoff@1", statistics: { resistance: { mean: 0.5, std: 0.25 } } },
    seen: { circuits: ["ladder-2"], kinds: ["ground", "net", "resistor.plus"] },
    labels: { unit: "volt", minimum: 0.1, maximum: 0.9 },
    training: { step: 7, best: { step: 5, metrics: { accuracy: 0.25 } }, config: { seed: 1 } },
    versions: { kirchhoff: "0.1.0" },
  },
  tensors: new Map([
    ["input.weight", { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, Number.NaN) }],
    ["input.bias", { shape: [2], data: Float32Array.of(-0, 1e-40) }],
    ["empty", { shape: [0, 4], data: new Float32Array() }],
  ]),
};
const training = new Map([["firstMoment", Float32Array.of(9, 8, 7)]]);

const decoded = async (bytes: Uint8Array, card?: string) =>
  decodeCheckpoint({ safetensors: bytes, card }, "model");

describe("checkpoints", () => {
  it("come back as they were, with what training needs apart", async () => {
    const { safetensors, card } = await encodeCheckpoint({ ...checkpoint, training });
    expect(await decoded(safetensors, card)).toEqual({ ...checkpoint, training });
    expect(JSON.parse(card)).toMatchObject({ network: { kind: "deepgen" }, labels: { unit: "volt" } });
    const withoutTraining = await encodeCheckpoint(checkpoint);
    expect(await decoded(withoutTraining.safetensors)).toEqual(checkpoint);
  });

  it("are safetensors files: eight bytes of length, a JSON header, data in order", async () => {
    const { safetensors, card } = await encodeCheckpoint(checkpoint);
    const length = Number(new DataView(safetensors.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(safetensors.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header["input.bias"]).toEqual({ dtype: "F32", shape: [2], data_offsets: [24, 32] });
    const digest = createHash("sha256")
      .update(safetensors.subarray(8 + length))
      .digest("hex");
    expect(JSON.parse(card).tensors).toEqual({ bytes: 32, sha256: digest });
  });

  it("refuse every truncation", async () => {
    const { safetensors } = await encodeCheckpoint(checkpoint);
    for (let length = 0; length < safetensors.length; length += 7) {
      await expect(decoded(safetensors.subarray(0, length))).rejects.toMatchObject({
        code: "CHECKPOINT_TRUNCATED",
      });
    }
  });

  it("refuse any altered byte, or read what was written", async () => {
    const { safetensors } = await encodeCheckpoint(checkpoint);
    const layout = { entries: [], size: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(safetensors.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const altered = safetensors.slice();
        altered[at]! ^= flip;
        try {
          const { card, tensors } = await decoded(altered);
          // A name or a shape in the header has no checksum: using the weights finds that they do not fit the network.
          expect(card).toEqual(checkpoint.card);
          const names = JSON.stringify([...tensors].map(([name, { shape }]) => [name, shape]));
          const written = JSON.stringify([...checkpoint.tensors].map(([name, { shape }]) => [name, shape]));
          if (names !== written) packTensors(tensors, [layout]);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^CHECKPOINT_/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("never crash on bytes that are no checkpoint", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(decoded(bytes)).rejects.toMatchObject({ code: expect.stringMatching(/^CHECKPOINT_/) });
      }),
    );
  });

  it("refuse overlapping, gapped and misshapen tensors", () => {
    const file = (entries: object, bytes: number) => {
      const header = new TextEncoder().encode(JSON.stringify(entries));
      const all = new Uint8Array(8 + header.length + bytes);
      new DataView(all.buffer).setBigUint64(0, BigInt(header.length), true);
      all.set(header, 8);
      return all;
    };
    const entry = (shape: number[], from: number, to: number, dtype = "F32") => ({
      dtype,
      shape,
      data_offsets: [from, to],
    });
    const bad: [object, number][] = [
      [{ a: entry([2], 0, 8), b: entry([2], 4, 12) }, 12],
      [{ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12],
      [{ a: entry([3], 0, 8) }, 8],
      [{ a: entry([-1], 0, -4) }, 0],
      [{ a: entry([2], 0, 8) }, 12],
      [{ a: entry([2], 0, 4, "F16") }, 4],
      [{ a: { dtype: "F32" } }, 0],
      [{ __metadata__: { a: 1 } }, 0],
    ];
    for (const [entries, bytes] of bad) {
      expect(() => decodeSafetensors(file(entries, bytes), "file"), JSON.stringify(entries)).toThrow(
        expect.objectContaining({ code: "CHECKPOINT_INVALID" }),
      );
    }
  });

  it("refuse the card of other weights beside them, and cards of newer versions", async () => {
    const { safetensors } = await encodeCheckpoint(checkpoint);
    const other = await encodeCheckpoint({ ...checkpoint, training });
    await expect(decoded(safetensors, other.card)).rejects.toMatchObject({
      code: "CHECKPOINT_CARD_MISMATCH",
    });
    const newer = { ...checkpoint, card: { ...checkpoint.card, format: 2 as unknown as 1 } };
    await expect(decoded((await encodeCheckpoint(newer)).safetensors)).rejects.toMatchObject({
      code: "CHECKPOINT_NEWER",
    });
    const foreign = encodeSafetensors({ tensors: checkpoint.tensors, metadata: { format: "pt" } });
    await expect(decoded(foreign)).rejects.toMatchObject({ code: "CHECKPOINT_INVALID" });
  });

  it("name the tensor that does not fit a network", () => {
    const entry = (name: string, shape: number[], offset: number, size: number) => ({
      ...{ name, shape, offset, size },
      initial: { constant: 0 },
    });
    const layout = { entries: [entry("a", [2], 0, 2), entry("b", [1, 3], 2, 3)], size: 5 };
    const packed = Float32Array.of(1, 2, 3, 4, 5);
    const tensors = new Map(unpackTensors(layout, packed));
    expect(packTensors(tensors, [layout])).toEqual([packed]);
    const without = new Map([...tensors].slice(1));
    expect(() => packTensors(without, [layout])).toThrow(/"a" is not there/);
    const more = new Map([...tensors, ["c", { shape: [1], data: Float32Array.of(1) }]] as [string, never][]);
    expect(() => packTensors(more, [layout])).toThrow(/"c"/);
    const reshaped = new Map([...tensors, ["b", { shape: [3], data: Float32Array.of(1, 2, 3) }]] as [
      string,
      never,
    ][]);
    expect(() => packTensors(reshaped, [layout])).toThrow(/tensor "b" is \[3\]/);
  });
});
