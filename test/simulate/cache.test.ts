import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ladder } from "../../src/circuit/index.js";
import {
  type AnalysisJob,
  cacheKey,
  openLedger,
  openSimulationCache,
  openSimulator,
  readLedger,
} from "../../src/simulate/index.js";
import { divider, sourceLoop } from "./circuits.js";

const folder = mkdtempSync(join(tmpdir(), "kirchhoff-cache-"));
afterAll(() => rmSync(folder, { recursive: true }));

const key = (deck: string) => cacheKey(deck, [{ kind: "op" }], "ngspice-native", "39");

test("keys tell decks, analyses, simulators and versions apart", () => {
  const keys = [
    key("a"),
    key("b"),
    cacheKey("a", [{ kind: "op" }, { kind: "tran" }], "ngspice-native", "39"),
    cacheKey("a", [{ kind: "op" }], "ngspice-embedded", "39"),
    cacheKey("a", [{ kind: "op" }], "ngspice-native", "45"),
  ];
  expect(new Set(keys).size).toBe(5);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
});

test("what is set is there for the next process, from however many writers", () => {
  const path = join(folder, "shared");
  const one = openSimulationCache(path);
  const two = openSimulationCache(path);
  one.set(key("a"), Float64Array.of(1, 2.5));
  two.set(key("b"), Float64Array.of(-1e-300));
  one.close();
  two.close();
  const later = openSimulationCache(path);
  expect([later.size, later.get(key("a")), later.get(key("b")), later.get(key("c"))]).toEqual([
    2,
    Float64Array.of(1, 2.5),
    Float64Array.of(-1e-300),
    undefined,
  ]);
});

test("a record torn by a crash is left out, those before it stay", () => {
  const path = join(folder, "torn");
  const cache = openSimulationCache(path);
  cache.set(key("a"), Float64Array.of(7));
  cache.close();
  appendFileSync(join(path, readdirSync(path)[0]!), Buffer.alloc(45, 1));
  const later = openSimulationCache(path);
  expect([later.size, later.get(key("a"))]).toEqual([1, Float64Array.of(7)]);
});

test("numbers that changed on disk are computed again", () => {
  const path = join(folder, "changed");
  const cache = openSimulationCache(path);
  cache.set(key("a"), Float64Array.of(7));
  cache.close();
  const file = join(path, readdirSync(path)[0]!);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
  const later = openSimulationCache(path);
  expect(later.get(key("a"))).toBeUndefined();
  later.set(key("a"), Float64Array.of(8));
  later.flush();
  expect(later.get(key("a"))).toEqual(Float64Array.of(8));
});

test("many results are read back from disk", () => {
  const cache = openSimulationCache(join(folder, "many"));
  const vector = (i: number) => new Float64Array(1000).fill(i);
  for (let i = 0; i < 400; i++) cache.set(key(`deck ${i}`), vector(i));
  expect([cache.size, ...[0, 200, 399].map((i) => cache.get(key(`deck ${i}`)))]).toEqual([
    ...[400, vector(0), vector(200), vector(399)],
  ]);
});

test("a disk that takes no more is a warning", async () => {
  const path = join(folder, "gone");
  const cache = openSimulationCache(path);
  const ledger = openLedger(join(path, "ledger", "a.jsonl"));
  rmSync(path, { recursive: true });
  const warnings: string[] = [];
  const listen = ({ message }: Error) => warnings.push(message);
  process.on("warning", listen);
  const entry = { time: "", simulator: "", version: "", count: 1, analyses: { op: 1 }, cached: 0 };
  for (const deck of ["a", "b"]) {
    cache.set(key(deck), Float64Array.of(1));
    cache.flush();
  }
  ledger.record({ ...entry, failures: {}, seconds: 0 });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(warnings).toEqual([
    expect.stringContaining("no longer kept"),
    expect.stringContaining("simulations are missing"),
  ]);
  expect(cache.get(key("b"))).toBeUndefined();
});

test("a pool answers from the cache, and its ledger tells what was simulated", async () => {
  const path = join(folder, "ledger", "simulations.jsonl");
  const cache = openSimulationCache(join(folder, "pool"));
  const ledger = openLedger(path);
  const pool = await openSimulator({ workers: 1, cache, ledger });
  const circuits = [divider(), sourceLoop(), ladder(2).build([0.5, 1, 1, 0.2, 1, 1, 0.8])];
  const rounds: unknown[][] = [[], []];
  for (const round of rounds) {
    for await (const { index, result } of pool.operatingPoints(circuits, { currents: true })) {
      round[index] = result.status === "ok" ? result.value : result.reason;
    }
  }
  await pool.close();
  expect(rounds[1]).toEqual(rounds[0]);
  const { name: simulator, version } = pool;
  const common = {
    analyses: { op: 3 },
    simulator,
    version,
    count: 3,
    failures: { SIMULATION_SINGULAR_MATRIX: 1 },
  };
  appendFileSync(path, '{"time": "torn');
  expect(readLedger(path)).toMatchObject([
    { ...common, cached: 0 },
    { ...common, cached: 2 },
  ]);
});

test("the analyses of a job are cached together, and counted by kind", async () => {
  const path = join(folder, "ledger", "jobs.jsonl");
  const cache = openSimulationCache(join(folder, "jobs"));
  const pool = await openSimulator({ workers: 1, cache, ledger: openLedger(path) });
  const ac = { kind: "ac", variation: "dec", points: 1, startHz: 1, stopHz: 10 } as const;
  const jobs: AnalysisJob[] = [
    { circuit: divider(), analyses: [{ kind: "op" }, ac] },
    { circuit: divider(), analyses: [{ kind: "op" }, { ...ac, stopHz: 100 }], nets: ["out"] },
    { circuit: sourceLoop(), analyses: [{ kind: "op" }] },
  ];
  const rounds: unknown[][] = [[], []];
  for (const round of rounds) {
    for await (const { index, result } of pool.analyse(jobs)) {
      round[index] = result.status === "ok" ? result.value : result.reason;
    }
  }
  await pool.close();
  expect(rounds[1]).toEqual(rounds[0]);
  const common = { count: 3, analyses: { op: 3, ac: 2 }, failures: { SIMULATION_SINGULAR_MATRIX: 1 } };
  expect(readLedger(path)).toMatchObject([
    { ...common, cached: 0 },
    { ...common, cached: 2 },
  ]);
});
