import assert from "node:assert/strict";
import { KirchhoffError } from "../../core/index.js";
import { conclude } from "../evaluate/evaluation.js";
import { type Design, DesignSpace } from "../space.js";
import { penaltyOf } from "../spec.js";
import { circuitOf, operatingPoint, simulate, space, specs } from "./contract-circuit.js";
import type { Proposal, Search, SearchContext, SearchKind, SearchMemory, Told } from "./search.js";

/** One thing that every search has to do. */
export interface ContractCase {
  readonly name: string;
  /** Throws an AssertionError where the search does not. */
  readonly check: (kind: SearchKind) => Promise<void>;
}

/** What every search has to do, whoever wrote it: run each case on it in a test. */
export const searchContract: readonly ContractCase[] = [
  { name: "gives designs of the grid, none of them twice", check: givesDesignsOfTheGrid },
  { name: "gives the same run for the same seed, another one for another", check: isDeterministic },
  { name: "goes on from its state as if it had not been stopped, operating points included", check: resumes },
  { name: "takes designs that were simulated anew as one that is opened with them", check: revises },
  { name: "survives designs that failed, from the first to the last", check: survivesFailures },
  { name: "survives values for which there is no circuit", check: survivesGaps },
  { name: "survives specs without a value and soft specs", check: survivesMissingValues },
  { name: "ends where a small space is used up, or before", check: ends },
  { name: "is asked for one design at a time as well", check: givesOneAtATime },
];

const context = (more: Partial<SearchContext> = {}): SearchContext => ({
  ...{ space, specs, seed: 1, budget: 1000, circuitOf },
  ...more,
});

/** Asks and tells until so many designs are there or the search ends. */
async function drive(
  search: Search,
  count: number,
  {
    n = 8,
    result = simulate,
    told = [] as Told[],
  }: { n?: number; result?: typeof simulate; told?: Told[] } = {},
): Promise<Told[]> {
  while (told.length < count) {
    const proposals = await search.ask(n);
    if (proposals.length === 0) break;
    const results = proposals.map((proposal) => result(proposal));
    await search.tell(results);
    told.push(...results);
  }
  return told;
}

const keys = (told: readonly { readonly design: Design }[]) => told.map(({ design }) => space.key(design));
/** Designs with some that a search has learned for; `beyond` its initial ones. */
const several = (kind: SearchKind, beyond = 8) => (kind.initialDesigns(space.dimensions) ?? 16) + beyond;

async function givesDesignsOfTheGrid(kind: SearchKind): Promise<void> {
  const told = await closing(await kind.open(context()), (search) => drive(search, several(kind)));
  assert.ok(told.length > 0, "the search gives no design");
  for (const { design } of told) assert.ok(space.has(design), `${design} is no design of the space`);
  assert.equal(new Set(keys(told)).size, told.length, "a design was asked for twice");
  for (const { phase } of told) assert.ok(phase === "initial" || phase === "search");
}

async function isDeterministic(kind: SearchKind): Promise<void> {
  const run = async (seed: number, count: number) =>
    keys(await closing(await kind.open(context({ seed })), (search) => drive(search, count)));
  assert.deepEqual(await run(1, several(kind)), await run(1, several(kind)));
  assert.notDeepEqual(await run(1, 16), await run(2, 16));
}

async function resumes(kind: SearchKind): Promise<void> {
  let screened = 0;
  const open = (memory?: SearchMemory) => {
    const screen = async (designs: readonly Design[]) => {
      screened += designs.length;
      return designs.map(operatingPoint);
    };
    return kind.open(context({ screen }), memory);
  };
  const memories: (SearchMemory & { readonly screened: number })[] = [];
  const whole = await closing(await open(), async (search) => {
    const told: Told[] = [];
    while (told.length < several(kind, 16)) {
      const before = told.length;
      await drive(search, before + 1, { told });
      if (told.length === before) break;
      const state = JSON.parse(JSON.stringify(search.state() ?? null)) as unknown;
      memories.push({ state, history: [...told], screened });
    }
    return keys(told);
  });
  for (const memory of [memories[0]!, memories.at(-2)!]) {
    const { length } = memory.history;
    screened = memory.screened;
    const rest = await closing(await open(memory), (search) =>
      drive(search, Math.min(length + 12, whole.length), { told: [...memory.history] }),
    );
    assert.deepEqual(keys(rest), whole.slice(0, rest.length), `resumed after ${length}, it goes another way`);
    const uncut = memories.find(({ history }) => history.length === rest.length);
    assert.equal(screened, uncut?.screened, `resumed after ${length}, it screens other designs`);
  }
}

async function revises(kind: SearchKind): Promise<void> {
  const open = (memory?: SearchMemory) =>
    kind.open(context({ screen: async (designs) => designs.map(operatingPoint) }), memory);
  await closing(await open(), async (search) => {
    const told = await drive(search, several(kind));
    if (!search.revise) return;
    const state = JSON.parse(JSON.stringify(search.state() ?? null)) as unknown;
    const history = told.map((one): Told => {
      const outcomes = one.specs.map(({ penalty, ...rest }, i) => ({ ...rest, penalty: penalty * (1 + i) }));
      return { ...one, specs: outcomes, ...conclude(specs, outcomes) };
    });
    search.revise(history);
    const next = keys(await drive(search, history.length + 1, { told: [...history] }));
    const rest = await closing(await open({ state, history }), (again) =>
      drive(again, history.length + 1, { told: [...history] }),
    );
    assert.deepEqual(keys(rest), next);
  });
}

async function survivesFailures(kind: SearchKind): Promise<void> {
  const all = (proposal: Proposal) => simulate(proposal, { failed: true });
  const count = several(kind);
  await closing(await kind.open(context()), (search) => drive(search, count, { result: all }));
  const some = (proposal: Proposal) => simulate(proposal, { failed: proposal.design[0]! % 3 > 0 });
  const told = await closing(await kind.open(context()), (search) => drive(search, count, { result: some }));
  assert.ok(told.length >= count || told.some(({ feasible }) => feasible), "the search gave up");
}

async function survivesGaps(kind: SearchKind): Promise<void> {
  const isGap = (design: Design) => design[0]! % 3 === 2;
  const withGaps = (design: Design) => {
    if (isGap(design)) throw new KirchhoffError("SIZE_NO_CIRCUIT", "no circuit for these values", {});
    return circuitOf(design);
  };
  const result = (proposal: Proposal) => simulate(proposal, { failed: isGap(proposal.design) });
  const told = await closing(await kind.open(context({ circuitOf: withGaps })), (search) =>
    drive(search, several(kind), { result }),
  );
  assert.ok(told.some(({ failed }) => !failed));
}

async function survivesMissingValues(kind: SearchKind): Promise<void> {
  const result = (proposal: Proposal) => simulate(proposal, { missing: true });
  const told = await closing(await kind.open(context()), (search) =>
    drive(search, several(kind), { result }),
  );
  for (const { design } of told) assert.ok(space.has(design));
}

async function ends(kind: SearchKind): Promise<void> {
  const small = new DesignSpace([
    { name: "a", values: [1, 2, 3], scale: "linear", unit: "" },
    { name: "b", values: [1, 2, 3, 4], scale: "linear", unit: "" },
  ]);
  const result = ({ design, phase }: Proposal): Told => {
    const outcomes = specs.map((one) => ({
      value: 1 + design[0]! + design[1]!,
      penalty: penaltyOf(one, 1 + design[0]! + design[1]!),
    }));
    return {
      design,
      phase,
      specs: outcomes,
      ...conclude(specs, outcomes),
      failed: false,
      runs: {},
      seconds: 0,
    };
  };
  const told = await closing(await kind.open(context({ space: small })), (search) =>
    drive(search, Number.POSITIVE_INFINITY, { result }),
  );
  assert.ok(told.length <= small.size, "more designs than there are");
  assert.equal(new Set(told.map(({ design }) => small.key(design))).size, told.length);
}

async function givesOneAtATime(kind: SearchKind): Promise<void> {
  const told = await closing(await kind.open(context()), (search) => drive(search, 18, { n: 1 }));
  assert.ok(told.length >= 18);
  assert.equal(new Set(keys(told)).size, told.length);
}

async function closing<T>(search: Search, work: (search: Search) => Promise<T>): Promise<T> {
  try {
    return await work(search);
  } finally {
    await search.close?.();
  }
}
