import { expect, test } from "vitest";
import { heatMap, histogram, markdownReport } from "../../src/report/index.js";
import { expectWellFormed, numbersOf } from "./markup.js";

test("a heat map writes every cell, stronger ones in a stronger colour", () => {
  const svg = heatMap({
    title: "Sensitivity",
    note: "percent for each percent",
    rows: ["gain", "speed <fast>"],
    columns: ["w", "l"],
    cells: [
      [
        { text: "0.5", shade: 0.5 },
        { text: "-2", shade: -2 },
      ],
      [
        { text: "0", shade: 0 },
        { text: "-", shade: 0 },
      ],
    ],
  });
  expectWellFormed(svg);
  for (const text of ["0.5", "-2", "gain", "speed &#60;fast&#62;", "w"])
    expect(svg).toContain(`>${text}</text>`);
  expect(numbersOf(svg, "fill-opacity")).toEqual([0.32, 0.6, 0.04, 0.04]);
});

test.each([[[1, 2, 2, 3, Number.NaN]], [[5]], [[]]])(
  "the bars of a histogram hold every value: %j",
  (values) => {
    const svg = histogram({
      ...{ title: "offset", values, x: { label: "offset", unit: "V" } },
      limits: [{ name: "at most", x: 2.5 }],
    });
    expectWellFormed(svg);
    expect(svg).toContain(">at most</text>");
    expect(svg).not.toMatch(/NaN|Infinity/);
  },
);

test("a report is the same in Markdown, its text no markup, its figures files", () => {
  const report = {
    title: "Sizing *it*",
    sections: [
      {
        title: "Outcome",
        blocks: [
          { kind: "facts" as const, facts: [{ name: "designs", value: "12", note: "3 failed" }] },
          { kind: "table" as const, columns: ["spec", "value"], rows: [["a|b", 1]] },
          {
            kind: "figures" as const,
            figures: [{ svg: "<svg/>", file: "a.svg", caption: "A" }, { svg: "<svg/>" }],
          },
          { kind: "code" as const, text: "m1 a b\n```\n" },
          { kind: "text" as const, text: "<b>two\nlines" },
        ],
      },
    ],
  };
  expect(markdownReport(report)).toBe(`# Sizing \\*it\\*

## Outcome

- designs: **12** (3 failed)

| spec | value |
|---|---|
| a\\|b | 1 |

![A](a.svg)

\`\`\`\`text
m1 a b
\`\`\`
\`\`\`\`

\\<b\\>two lines
`);
});
