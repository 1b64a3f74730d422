import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../../src/cli/index.js";
import { captureContext } from "../../cli/helpers.js";

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "kirchhoff-tasks-"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function bench(...flags: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  const code = await main(["bench", ...flags], context);
  return { code, stdout: stdout(), stderr: stderr() };
}

const tiny = ["--steps", "2", "--seeds", "1", "--out", "r", "--workers", "1", "--quiet"];
const recordOf = async (...path: string[]) => JSON.parse(await readFile(join(cwd, "r", ...path), "utf8"));

test("delay lines, a topology held out: zero-shot and after some samples; resumed to the same", async () => {
  const flags = [...tiny, "--rows", "250", "--folds", "diode_delay_line"];
  const first = await bench("delay-lines", ...flags, "--encoders", "mean,none,untrained,paragraph");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("| encoder | seeds | zero-shot | 10 samples | 50 samples | 200 samples |");
  expect(first.stdout).toContain("| ParaGraph from scratch |");

  const record = await recordOf("delay-lines/honest/diode_delay_line/untrained/seed-1.json");
  expect(record.settings.encoder.weights).toBe("untrained");
  expect(record.points.map((point: { samples: number }) => point.samples)).toEqual([
    ...[0, 0, 10, 10, 50, 50, 200, 200],
  ]);

  const again = await bench("delay-lines", ...flags, "--encoders", "none", "--resume", "--json");
  const { entries } = JSON.parse(again.stdout);
  expect(entries.find((entry: { encoder: string }) => entry.encoder === "none").scores.r2Log).toHaveLength(1);
  expect(await bench("delay-lines", ...flags, "--encoders", "none")).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining("--resume") },
  });
});

test("op-amps in the published split: every label over all topologies and each", async () => {
  const flags = [
    ...tiny,
    "--protocol",
    "faithful",
    "--rows",
    "50",
    "--encoders",
    "mean,none,untrained-tuned",
  ];
  const { code, stdout, stderr } = await bench("op-amps", ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("| encoder | seeds | power | offset | CMRR term | gain | PSRR term |");
  const { points } = await recordOf("op-amps/faithful/all/untrained-tuned/seed-1.json");
  expect(points).toHaveLength(6 * 5);
});

test("similarity, a family held out, beside what always saying equal gives", async () => {
  const flags = [...tiny, "--folds", "otas", "--encoders", "none,untrained"];
  const { code, stdout, stderr } = await bench("similarity", ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(
    "| encoder | seeds | accuracy | mean recall of the classes | without a decoder | always equal |",
  );
  const { points } = await recordOf("similarity/honest/otas/none/seed-1.json");
  expect(points).toMatchObject([{ part: "otas", scores: { triples: 3000 } }]);
  // Counts of kinds alone find a circuit of the right sort for most OTAs.
  expect(points[0].scores.nearest).toBeGreaterThan(0.6);
});

test("names what is wrong with its flags", async () => {
  expect(await bench("similarity", ...tiny, "--encoders", "dicee")).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining('did you mean "dice"?') },
  });
  expect(await bench("similarity", ...tiny, "--encoders", "deepgen")).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining("--deepgen <path>") },
  });
  expect(await bench("similarity", ...tiny, "--encoders", "ridge")).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining("BENCH_ENCODER_UNFIT") },
  });
  expect(await bench("similarity", ...tiny, "--folds", "ota", "--encoders", "none")).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining("otas") },
  });
});

test("processes that share the work leave the records of one alone, and tell what fails in them", async () => {
  const flags = ["delay-lines", "--steps", "2", "--seeds", "2", "--folds", "diode_delay_line", "--quiet"];
  const encoders = ["--encoders", "mean,none,values"];
  const shared = await bench(...flags, ...encoders, "--rows", "250", "--workers", "2", "--out", "two");
  expect(shared).toMatchObject({ code: 0, stderr: "" });
  expect(shared.stdout).toContain("| values in messages | 2 |");
  const data = ["--data", join(cwd, "two/data/delay-lines")];
  await bench(...flags, ...encoders, ...data, "--workers", "1", "--out", "one");
  for (const encoder of ["mean", "none", "values"]) {
    const [one, two] = await Promise.all(
      ["one", "two"].map(async (folder) => {
        const path = `${folder}/delay-lines/honest/diode_delay_line/${encoder}/seed-2.json`;
        const { points, settings, data } = JSON.parse(await readFile(join(cwd, path), "utf8"));
        return { points, settings, data };
      }),
    );
    expect(two, encoder).toEqual(one);
  }

  const again = await bench(...flags, ...encoders, ...data, "--workers", "2", "--out", "two");
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("BENCH_CELL_EXISTS") });
  expect(again.stderr).toContain("--resume");

  await writeFile(join(cwd, "no-folder"), "");
  const nowhere = await bench(
    ...flags,
    "--encoders",
    "mean,none",
    ...data,
    "--workers",
    "2",
    "--out",
    "no-folder",
  );
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining("ENOTDIR") });
}, 120_000);
