import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readTask, taskTables } from "../../../src/bench/index.js";
import { describeMachine } from "../../../src/bench/machine.js";
import type { EncoderName } from "../../../src/bench/tasks/definitions.js";
import { type TaskRecord, writeTaskRecord } from "../../../src/bench/tasks/record.js";

const folds = ["otas", "references"];

async function folderOf(records: readonly TaskRecord[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kirchhoff-records-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const record of records) await writeTaskRecord(folder, record);
  return folder;
}

const record = (
  encoder: EncoderName,
  fold: string,
  seed: number,
  accuracy: number | null,
  other: Partial<TaskRecord> = {},
): TaskRecord => ({
  ...{ format: 1, task: "similarity", protocol: "honest", fold, encoder, seed, data: "a" },
  settings: { steps: 5, encoder },
  points: [{ part: fold, label: "comparison", scores: { accuracy, balanced: 0.5, trivial: 0.4 } }],
  ...{ seconds: 1, machine: describeMachine(), ...other },
});

const all = (encoder: EncoderName, seeds: readonly number[], accuracy: (seed: number) => number) =>
  seeds.flatMap((seed) => folds.map((fold) => record(encoder, fold, seed, accuracy(seed))));

const rowOf = (text: string, start: string) => text.split("\n").find((line) => line.startsWith(`| ${start}`));

test("a seed without one of the folds counts nowhere, and is named", async () => {
  const folder = await folderOf([
    ...all("none", [1, 2, 3], (seed) => 0.5 + seed / 10),
    ...all("dice", [1, 2], () => 0.8),
    record("dice", "otas", 3, 0.1),
    record("untrained", "otas", 1, 0.1),
  ]);
  const result = await readTask(folder, "similarity", "honest");
  expect(result.partial).toEqual([
    { encoder: "dice", seed: 3, missing: ["references"] },
    { encoder: "untrained", seed: 1, missing: ["references"] },
  ]);
  const text = taskTables(result);
  expect(rowOf(text, "encoder")).toBe(
    "| encoder | seeds | accuracy | mean recall of the classes | always equal |",
  );
  expect(rowOf(text, "no structure")).toBe(
    "| no structure | 3 | 0.700 ± 0.248 | 0.500 ± 0.000 | 0.400 ± 0.000 |",
  );
  // Of two seeds no interval is shown.
  expect(rowOf(text, "DICE pretrained")).toBe("| DICE pretrained | 2 | 0.800 | 0.500 | 0.400 |");
  expect(rowOf(text, "DICE untrained")).toBeUndefined();
});

test("a seed without a number for one of a column's labels does not count in that column", async () => {
  const folder = await folderOf([
    ...all("none", [1, 2], () => 0.5),
    record("dice", "otas", 1, 0.9),
    record("dice", "references", 1, 0.7),
    record("dice", "otas", 2, 0.9),
    record("dice", "references", 2, null),
  ]);
  const text = taskTables(await readTask(folder, "similarity", "honest"));
  expect(rowOf(text, "DICE pretrained")).toBe("| DICE pretrained | 2 | 0.800 (1) | 0.500 | 0.400 |");
});

test("records of other data, steps or weights are refused", async () => {
  const others: Partial<TaskRecord>[] = [
    { data: "b" },
    { settings: { steps: 6, encoder: "none" } },
    { settings: { steps: 5, encoder: "other weights" } },
  ];
  for (const other of others) {
    const folder = await folderOf([record("none", "otas", 1, 0.5), record("none", "otas", 2, 0.5, other)]);
    await expect(readTask(folder, "similarity", "honest")).rejects.toMatchObject({
      code: "BENCH_RECORDS_DIFFER",
    });
  }
  // Each fold may have an encoder of its own, trained without what is held out.
  const settings = { steps: 5, encoder: "trained without references" };
  const folder = await folderOf([
    record("dice", "otas", 1, 0.5),
    record("dice", "references", 1, 0.5, { settings }),
  ]);
  expect((await readTask(folder, "similarity", "honest")).entries).toHaveLength(2);
});
