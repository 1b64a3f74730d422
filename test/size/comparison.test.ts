import { expect, test } from "vitest";
import { type Proposal, searchNamed } from "../../src/size/index.js";
import { operatingPoint, simulate, space, specs } from "../../src/size/search/contract-circuit.js";

/** The first proposals of a search in which what was found before has a part, and all designs told until then. */
async function firstSearched(name: string) {
  const search = await searchNamed(name).open({
    ...{ space, specs, seed: 1, budget: 500 },
    screen: async (designs) => designs.map(operatingPoint),
  });
  const told = new Map<string, Proposal>();
  try {
    for (;;) {
      const proposals = await search.ask(8);
      const searched = proposals.filter(({ phase }) => phase === "search");
      if (searched.length > 0) return { searched, told };
      await search.tell(proposals.map((proposal) => simulate(proposal)));
      for (const proposal of proposals) told.set(space.key(proposal.design), proposal);
    }
  } finally {
    await search.close?.();
  }
}

const names = specs.map(({ name }) => name);
const isShare = (value: number | undefined) => value !== undefined && value >= 0 && value <= 1;

test.each(["screened", "surrogate"])("%s tells what its models believed of each spec", async (name) => {
  const { searched } = await firstSearched(name);
  for (const { comparison } of searched) {
    expect(comparison).toMatchObject({ by: "prediction" });
    expect(comparison!.specs.map(({ spec }) => spec)).toEqual(names);
    expect(comparison!.specs.every(({ meets }) => isShare(meets))).toBe(true);
  }
});

test("bagnet tells what its discriminator believed beside which reference", async () => {
  const { searched, told } = await firstSearched("bagnet-fc");
  for (const { comparison } of searched) {
    expect(told.has(space.key(comparison!.reference!))).toBe(true);
    expect(comparison!.specs.every(({ better, meets }) => isShare(better) && isShare(meets))).toBe(true);
  }
});

test("the oracle tells which specs are compared with which reference", async () => {
  const { searched, told } = await firstSearched("oracle");
  for (const { comparison } of searched) {
    expect(comparison!.by).toBe("simulation");
    expect(told.has(space.key(comparison!.reference!))).toBe(true);
    expect(comparison!.specs.every(({ spec }) => names.includes(spec))).toBe(true);
  }
});
