import { describe, expect, it } from "vitest";
import {
  constantSchedule,
  cosineProductSchedule,
  cosineSchedule,
  linearSchedule,
  type WarmUpOptions,
} from "../../src/nn/index.js";
import { parityCases } from "../support/parity.js";

const schedules = {
  linear: linearSchedule,
  "cosine-product": cosineProductSchedule,
  "cosine-after-warmup": cosineSchedule,
};

describe("schedules against reference numbers", () => {
  it.each(parityCases("schedules.json"))("$name", ({ kind, config, first_update_is_k: first, expected }) => {
    const options = config as unknown as WarmUpOptions;
    const rate = schedules[kind as "linear"](options);
    (expected.k as number[]).forEach((k, i) => {
      expect(Math.abs(rate(k - first + 1) - expected.lr[i])).toBeLessThanOrEqual(1e-6 * options.peak);
    });
  });
});

describe("schedules", () => {
  it("stay constant where asked", () => {
    expect([1, 10, 1e6].map(constantSchedule(3e-4))).toEqual([3e-4, 3e-4, 3e-4]);
  });

  it("meet at the corners, by the line and by the cosine", () => {
    const options = { peak: 1e-3, warmup: 10, total: 100, end: 1e-5 };
    for (const schedule of [linearSchedule(options), cosineSchedule(options)]) {
      expect(schedule(10)).toBe(1e-3);
      expect(schedule(100)).toBe(1e-5);
      expect(schedule(101)).toBe(1e-5);
      for (let step = 11; step <= 100; step++) expect(schedule(step)).toBeLessThan(schedule(step - 1));
    }
  });
});
