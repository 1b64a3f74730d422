import fc from "fast-check";
import { expect, test } from "vitest";
import { barChart, lineChart, scatterPlot } from "../../src/report/index.js";
import { expectWellFormed, numbersOf } from "./markup.js";

const axes = { x: { label: "step" }, y: { label: "loss, V²" } } as const;

test("a line chart is well-formed, names its axes and tells screen readers what it shows", () => {
  const svg = lineChart({
    ...axes,
    title: `Loss <of> "A" & 'B'`,
    description: "Falls.",
    series: [
      {
        name: "training",
        points: [
          [1, 1],
          [2, 0.1],
        ],
      },
      {
        name: "validation",
        points: [
          [1, 2],
          [2, 0.4],
        ],
        dashed: true,
        band: [
          [1, 1, 3],
          [2, 0.3, 0.5],
        ],
      },
    ],
    references: [{ name: "bar", y: 0.2 }],
  });
  expectWellFormed(svg);
  for (const text of ["step", "loss, V²", "training", "validation", "bar"])
    expect(svg).toContain(`>${text}</text>`);
  expect(svg).toContain('role="img" aria-label="Loss &#60;of&#62; &#34;A&#34; &#38; &#39;B&#39;. Falls."');
  expect(svg).not.toMatch(/href|url\(|<script/);
});

test("any data give finite coordinates on both kinds of axes", () => {
  const value = fc.double({ noNaN: false });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 20 }), fc.boolean(), (points, log) => {
      const small = points.map(([x, y]) => [x % 1e6, y % 1e6] as const);
      const scale = log ? "log" : "linear";
      const svg = lineChart({
        title: "any",
        x: { label: "x", scale },
        y: { label: "y", scale },
        series: [{ name: "a", points: small }],
      });
      expectWellFormed(svg);
      expect(svg).not.toMatch(/NaN|Infinity/);
    }),
    { numRuns: 100 },
  );
});

test("a value that a log axis cannot show breaks the curve", () => {
  const svg = lineChart({
    title: "gap",
    x: { label: "x" },
    y: { label: "y", scale: "log" },
    series: [
      {
        name: "a",
        points: [
          [0, 1],
          [1, 2],
          [2, 0],
          [3, 2],
          [4, 1],
        ],
      },
    ],
  });
  expect(svg.match(/class="curve"/g)).toHaveLength(2);
});

test("points of a scatter plot lie where the axes say: on the diagonal for perfect predictions", () => {
  const svg = scatterPlot({
    ...axes,
    title: "scatter",
    identity: true,
    tolerance: 0.1,
    series: [
      {
        name: "a",
        points: [
          [0, 0],
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      },
    ],
  });
  expectWellFormed(svg);
  const [xs, ys] = [numbersOf(svg, "cx"), numbersOf(svg, "cy")];
  const slopes = [1, 2, 3].map((i) => (ys[i]! - ys[i - 1]!) / (xs[i]! - xs[i - 1]!));
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 1);
  expect(svg).toContain('class="tolerance"');
});

test("bars are as long as their values, and write them", () => {
  const svg = barChart({
    title: "bars",
    label: "Acc@100",
    categories: ["12 branches", "16 branches"],
    series: [{ name: "DeepGEN", values: [0.8, 0.4], errors: [0.01, 0] }],
  });
  expectWellFormed(svg);
  const [, long, short] = numbersOf(svg, "width").slice(1);
  expect(long! / short!).toBeCloseTo(2, 2);
  expect(svg).toContain("0.8 ± 0.01</text>");
});
