// Writes test/fixtures/parity: small networks, losses and schedules with their outputs, gradients and optimiser steps, computed by plain
// loops and finite differences in double precision (scripts/parity), for the tests of nn/ and model/ to compare the engine with.
//
//   node scripts/make-parity-fixtures.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { accuracyExample, deepGenCases } from "./parity/deep-gen.mjs";
import { lossCases, scheduleCases } from "./parity/losses.mjs";
import { ginEdgeCases, messagePassingCases, poolingCases } from "./parity/networks.mjs";
import { operatorCases } from "./parity/operators.mjs";

const [deepGen] = deepGenCases("batch", 62);
deepGen.expected.accuracy = accuracyExample();

const files = {
  ops: operatorCases(),
  "gcn-gat": messagePassingCases(),
  pooling: poolingCases(),
  "gin-edge": ginEdgeCases(),
  "dice-loss": lossCases(),
  schedules: scheduleCases(),
  deepgen3: [deepGen],
  "deepgen3-layernorm": deepGenCases("layer", 67),
};

const folder = new URL("../test/fixtures/parity/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, cases] of Object.entries(files)) {
  const digits = (_, value) => (typeof value === "number" ? Number(value.toPrecision(10)) : value);
  const lines = cases.map((parity) => JSON.stringify(parity, digits));
  writeFileSync(
    new URL(`${name}.json`, folder),
    `{"file":"${name}.json","cases":[\n${lines.join(",\n")}\n]}\n`,
  );
}
