import { describe, test } from "vitest";
import { searchContract, searches } from "../../src/size/index.js";

describe.each(searches.map((kind) => [kind.name, kind] as const))("%s", (_, kind) => {
  test.each(searchContract.map((one) => [one.name, one] as const))("%s", async (_name, { check }) => {
    await check(kind);
  });
});
