import { expect, test } from "vitest";
import { byMerit } from "../../src/size/evaluate/evaluation.js";
import { DesignSpace, searchNamed, type Told } from "../../src/size/index.js";

const space = new DesignSpace(
  ["a", "b", "c"].map((name) => ({
    ...{ name, scale: "linear" as const, unit: "" },
    values: Array.from({ length: 40 }, (_, i) => i),
  })),
);
const specs = [{ name: "s", measure: "s", low: 0, read: "value" as const, weight: 1, unit: "", soft: false }];

const told = (design: readonly number[], cost: number, failed: boolean): Told => ({
  ...{ design, phase: "search", cost, failed, feasible: false, runs: {}, seconds: 0 },
  specs: [{ penalty: cost, ...(failed ? { reason: "SIMULATION_NO_CONVERGENCE" } : { value: -cost }) }],
});

test("a design whose simulation failed ranks behind every other one, whatever it costs", () => {
  const designs = [told([0], 1, true), told([1], 7, false), told([2], 3, false), told([3], 2, true)];
  expect(designs.sort(byMerit).map(({ design }) => design[0])).toEqual([2, 1, 0, 3]);
});

test("differential evolution keeps a member that could be simulated against a trial that failed and costs less", async () => {
  const search = await searchNamed("de").open({ space, specs, seed: 1, budget: 100 });
  const first = await search.ask(32);
  await search.tell(first.map(({ design }) => told(design, 5, false)));
  const trials = await search.ask(8);
  await search.tell(trials.map(({ design }, i) => told(design, 1, i < 4)));
  const { members } = search.state() as { members: number[] };
  expect(members.slice(0, 8)).toEqual([0, 1, 2, 3, 36, 37, 38, 39]);
});

test.each(["screened", "surrogate", "turbo"])(
  "%s breeds from designs that could be simulated",
  async (name) => {
    const search = await searchNamed(name).open({ space, specs, seed: 1, budget: 200 });
    const ask = async () => (await search.ask(24)).map(({ design }) => design);
    const first = await ask();
    // All cheap ones failed, at the one end of the space; the others could be simulated, at the other end.
    await search.tell(
      first.map((design) =>
        design[0]! < 20 ? told(design, 1, true) : told(design, 4 - design[0]! / 20, false),
      ),
    );
    const next = await ask();
    await search.close?.();
    const share = next.filter((design) => design[0]! >= 20).length / next.length;
    expect(share).toBeGreaterThan(0.5);
  },
);
