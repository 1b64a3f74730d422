import { describe, test } from "vitest";
import { searchContract, searches } from "../../src/size/index.js";

// Those with graph networks learn for long: test/size/search/bagnet-graphs.test.ts holds them to the same in fewer steps.
const quick = searches.filter(({ name }) => !name.startsWith("bagnet-gnn"));

describe.each(quick.map((kind) => [kind.name, kind] as const))("%s", (_, kind) => {
  test.each(searchContract.map((one) => [one.name, one] as const))("%s", async (_name, { check }) => {
    await check(kind);
  });
});
