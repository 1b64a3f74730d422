import { expect, test } from "vitest";
import { RandomStream } from "../../../src/core/index.js";
import { type Design, DesignSpace } from "../../../src/size/index.js";
import { Discriminator } from "../../../src/size/search/bagnet/discriminator.js";
import type { HeadShape } from "../../../src/size/search/bagnet/heads.js";
import { parameterEncoder } from "../../../src/size/search/bagnet/parameter-encoder.js";

const grid = Array.from({ length: 41 }, (_, i) => i);
const space = new DesignSpace(
  ["x", "y", "z"].map((name) => ({ name, values: grid, scale: "linear" as const, unit: "" })),
);

test.each<[string, HeadShape]>([
  ["one layer", { layers: 1, width: 20 }],
  ["three layers", { layers: 3, width: 32 }],
])(
  "changing sides gives the complement exactly, and an order is learned, with heads of %s",
  async (_, heads) => {
    const specs = 2;
    const discriminator = await Discriminator.open({
      encoder: parameterEncoder(space),
      heads,
      specs,
      seed: 5,
    });
    const stream = new RandomStream(3, "test/bagnet");
    const side = () =>
      Array.from({ length: 64 }, (): Design => grid.slice(0, 3).map(() => stream.integer(0, 40)));
    const batches = Array.from({ length: 400 }, () => {
      const [a, b] = [side(), side()];
      const label = (is: (row: number, spec: number) => boolean) =>
        Float32Array.from({ length: 128 }, (_, i) => (is(i >> 1, i & 1) ? 1 : 0));
      return {
        a,
        b,
        better: label((row, spec) => a[row]![spec]! > b[row]![spec]!),
        meetsA: label((row, spec) => a[row]![spec]! > 26),
        meetsB: label((row, spec) => b[row]![spec]! > 26),
      };
    });
    await discriminator.train(batches, stream);
    const [low, high] = [
      [8, 8, 20],
      [38, 38, 20],
    ] as const;
    const up = await discriminator.ask([high], low);
    const down = await discriminator.ask([low], high);
    for (const spec of [0, 1]) {
      expect(up.better[spec]! + down.better[spec]!).toBeCloseTo(1, 6);
      expect(up.better[spec]!).toBeGreaterThan(0.9);
      expect(up.meets[spec]!).toBeGreaterThan(0.6);
      expect(down.meets[spec]!).toBeLessThan(0.4);
    }
    await discriminator.release();
  },
);
