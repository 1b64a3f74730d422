import { expect, it } from "vitest";
import { dcTransfer, oscillationHz, peakToPeak, sampleAt } from "../../src/simulate/index.js";

const seconds = Array.from({ length: 401 }, (_, i) => i * 25e-12);
/** 1 GHz from 2 ns on. */
const volts = seconds.map((t) => (t < 2e-9 ? 0.5 : 0.5 + 0.4 * Math.sin(2 * Math.PI * 1e9 * (t - 2e-9))));
const ok = (value: number, digits: number) => ({ status: "ok", value: expect.closeTo(value, digits) });

it("reads a curve at a place of its axis, and refuses places outside", () => {
  const ramp = { axis: [0, 1, 2], values: [0, 2, 4] };
  expect(sampleAt(ramp, 1.5)).toEqual(ok(3, 12));
  expect(sampleAt(ramp, 2.1)).toMatchObject({ status: "invalid", reason: "MEASURE_OUT_OF_RANGE" });
});

it("measures the range of a curve between two places", () => {
  const curve = { axis: seconds, values: volts };
  expect(peakToPeak(curve)).toEqual(ok(0.8, 3));
  expect(peakToPeak(curve, { to: 1.9e-9 })).toEqual(ok(0, 12));
  expect(peakToPeak(curve, { from: -1 })).toMatchObject({ reason: "MEASURE_OUT_OF_RANGE" });
});

it("measures the frequency of an oscillation that has started, and none where there are too few periods", () => {
  const found = oscillationHz({ seconds, volts }, { afterSeconds: 2.1e-9 });
  expect(found.status === "ok" && found.value / 1e9).toBeCloseTo(1, 3);
  const short = { seconds: seconds.slice(0, 180), volts: volts.slice(0, 180) };
  expect(oscillationHz(short, { afterSeconds: 2.1e-9 })).toMatchObject({ reason: "MEASURE_NO_CROSSING" });
  expect(oscillationHz({ seconds, volts: volts.map(() => 1) })).toMatchObject({
    reason: "MEASURE_NO_CROSSING",
  });
});

it("tells a transfer at DC with its sign", () => {
  const inverting = { hertz: [1, 10], real: [-12, -11.9], imaginary: [0.01, 0.1] };
  expect(dcTransfer(inverting)).toEqual(ok(-12, 12));
  expect(dcTransfer({ hertz: [1], real: [1], imaginary: [1] })).toMatchObject({ reason: "MEASURE_NOT_FLAT" });
});
