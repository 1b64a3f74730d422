import { expect, test } from "vitest";
import { filesUnder, read } from "./sources.js";

const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const sources = filesUnder("src", ".ts").map((path) => read(path).replace(comments, ""));
const tables = filesUnder("docs/errors", ".md");

/** Codes in the first column of the tables, and the file that lists each. */
const documented = new Map(
  tables.flatMap((file) =>
    [...read(file).matchAll(/^\|\s*`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`\s*\|/gm)].map(
      ([, code]) => [code!, file] as const,
    ),
  ),
);

/** The words that error codes begin with: those that are thrown, and those in the tables. */
const prefixes = new Set(
  [
    ...sources.flatMap((text) => [
      ...text.matchAll(/new KirchhoffError\(\s*"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g),
    ]),
  ]
    .map(([, code]) => code!)
    .concat([...documented.keys()])
    .map((code) => code.split("_")[0]!),
);

/** Every string literal in the sources that is a code. */
const inSources = new Set(
  sources
    .flatMap((text) => [...text.matchAll(/["'`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)["'`]/g)])
    .map(([, code]) => code!)
    .filter((code) => prefixes.has(code.split("_")[0]!)),
);

test("there are codes to compare", () => {
  expect(inSources.size).toBeGreaterThan(0);
});

test("every error code in the sources has a row in docs/errors", () => {
  expect([...inSources].filter((code) => !documented.has(code)).sort()).toEqual([]);
});

test("every row in docs/errors is a code of the sources", () => {
  expect([...documented.keys()].filter((code) => !inSources.has(code)).sort()).toEqual([]);
});

test("every table is listed in the index of errors", () => {
  const index = read("docs/errors/README.md");
  const missing = tables
    .map((file) => file.slice("docs/errors/".length))
    .filter((name) => name !== "README.md" && !index.includes(`](${name})`));
  expect(missing).toEqual([]);
});
