import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  formatNumber,
  formatSi,
  htmlReport,
  lineChart,
  markdownTable,
  replaceSection,
  writeSection,
} from "../../src/report/index.js";
import { expectWellFormed } from "./markup.js";

test("values are told in engineering notation", () => {
  expect([1200, 0.0047, -3.3, 1e6, 2.2e-12, 0, 999.6].map((value) => formatSi(value, "F"))).toEqual([
    "1.2 kF",
    "4.7 mF",
    "-3.3 F",
    "1 MF",
    "2.2 pF",
    "0 F",
    "1 kF",
  ]);
  expect([0.1 + 0.2, 12345.678, 1e-9, 3e8].map((value) => formatNumber(value))).toEqual([
    "0.3",
    "12350",
    "1e-9",
    "3e8",
  ]);
});

test("a Markdown table keeps its columns whatever its cells hold", () => {
  expect(
    markdownTable(
      ["net", { name: "volts", align: "right" }],
      [
        ["a|b", 1],
        ["c\nd", 2],
      ],
    ),
  ).toBe("| net | volts |\n|---|---:|\n| a\\|b | 1 |\n| c d | 2 |");
});

test("a report is one file that loads nothing and escapes what it is given", () => {
  const svg = lineChart({
    title: "a",
    x: { label: "x" },
    y: { label: "y" },
    series: [{ name: "s", points: [[0, 1]] }],
  });
  const html = htmlReport({
    title: "Run <1> & 2",
    subtitle: "seed 1",
    sections: ["one", "two", "three"].map((title) => ({
      title,
      blocks: [
        { kind: "text", text: "<script>alert(1)</script>" },
        { kind: "facts", facts: [{ name: "Acc@100", value: "0.93", note: "unseen" }] },
        { kind: "figures", figures: [{ svg, caption: "loss" }] },
        { kind: "table", columns: ["net", "V"], rows: [["o1", 1.5]], caption: "voltages" },
        { kind: "code", text: "a < b" },
      ],
    })),
  });
  const body = html.slice(html.indexOf("<body>"), html.indexOf("</html>"));
  expectWellFormed(body.replace(/<br>/g, ""));
  expect(html).not.toContain("<script");
  expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('href="#section-3"');
});

test("a section of a page is replaced between its markers and nothing else changes", () => {
  const page = "# A\n<!-- begin:t1 -->\nold\n<!-- end:t1 -->\nkept\n<!-- begin:t2 -->\n<!-- end:t2 -->\n";
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-report-"));
  try {
    const file = join(folder, "results.md");
    writeFileSync(file, page);
    writeSection(file, "t1", "| new |\n");
    const once = readFileSync(file, "utf8");
    expect(once).toBe(page.replace("old", "| new |"));
    writeSection(file, "t1", "| new |\n");
    expect(readFileSync(file, "utf8")).toBe(once);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(() => replaceSection(page, "t3", "x")).toThrow(
    expect.objectContaining({ code: "REPORT_NO_MARKER" }),
  );
});
