import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consumerFolder, typeErrors } from "./consumer.js";
import { filesUnder, read } from "./sources.js";

/** Whole programs in the pages: blocks of TypeScript that import what they use. */
const programs = ["README.md", ...filesUnder("docs", ".md")].flatMap((page) =>
  [...read(page).matchAll(/^```ts\n([\s\S]*?)^```/gm)]
    .map(([, code]) => code!)
    .filter((code) => code.includes("import "))
    .map((code, i) => ({ file: `${page.replace(/\W/g, "-")}-${i + 1}.mts`, code })),
);

let folder: string;

beforeAll(() => {
  folder = consumerFolder();
  for (const { file, code } of programs) writeFileSync(join(folder, file), code);
});

afterAll(() => rmSync(folder, { recursive: true }));

test("every program in the pages fits the types of the package", () => {
  expect(programs.length).toBeGreaterThan(0);
  const files = programs.map(({ file }) => file);
  expect(typeErrors(folder, files)).toBe("");
});

test("the program in the readme runs, and prints what its comments say", () => {
  const { code } = programs.find(({ file }) => file.startsWith("README"))!;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: folder });
  expect(String(printed)).toMatch(/^9\n<svg .*>3\.333 V<.*<\/svg>\n$/s);
});
