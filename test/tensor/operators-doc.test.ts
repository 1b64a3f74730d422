import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as tensor from "../../src/tensor/index.js";

const page = readFileSync(new URL("../../docs/engine.md", import.meta.url), "utf8");
const section = page.split("\n## ").find((text) => text.startsWith("Operators"))!;

it("docs/engine.md lists every function of the room, and no other", () => {
  const listed = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  const exported = Object.entries(tensor)
    .filter(([, value]) => typeof value === "function")
    .map(([name]) => name);
  expect(listed.sort()).toEqual(exported.sort());
});

it("the program of docs/engine.md prints what its comment says", () => {
  const [, code] = page.match(/```ts\n([\s\S]*?)```/)!;
  const script = code!
    .replace(/^import .*$/gm, (line) => line.replace(/, type \w+/g, ""))
    .replace(/: TensorValue =>/, " =>")
    .replace(/\(shape: number\[\], \.\.\.data: number\[\]\)/, "(shape, ...data)")
    .replace(/(\w)!/g, "$1");
  const options = { cwd: new URL("../..", import.meta.url) };
  expect(String(execFileSync(process.execPath, ["--input-type=module", "-e", script], options))).toBe(
    "2.00\n",
  );
});
