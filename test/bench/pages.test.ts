import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  describeMachine,
  estimate,
  learningCurvePicture,
  machineLine,
  measurementMarkdown,
  measurePretraining,
  type PretrainingMeasurement,
  parseMeasurement,
  pretrainingMarkdown,
  readLearningCurve,
  recordMeasurement,
  TestData,
  table1Section,
  tableRows,
} from "../../src/bench/index.js";
import { openRun, pretrain } from "../../src/train/index.js";

describe("the results page", () => {
  it("shows a run's curve and what its best weights do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kirchhoff-curve-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const config = {
      dataset: { recipe: "ladder", rows: 60 },
      network: { kind: "deepgen", layers: 1, hidden: 4 },
      batchSize: 8,
      steps: 6,
      validation: { every: 2 },
    };
    await pretrain(config, { folder });
    await expect(measurePretraining(new Map([["ladder", folder]]), { testRows: 2 })).rejects.toThrow(
      "no run of the recipe ladder",
    );
    const curve = await readLearningCurve(folder, "ladder", new TestData(2));
    const run = await openRun(folder);
    expect(curve.points.map(({ step }) => step)).toEqual([2, 4, 6]);
    expect(curve.points.every(({ minutes }, i) => minutes >= (curve.points[i - 1]?.minutes ?? 0))).toBe(true);
    expect(curve.best).toEqual(run.validations.find(({ step }) => step === curve.best.step));
    expect(curve.test["128"]!.labels).toBe(256);

    const measurement: PretrainingMeasurement = {
      format: 1,
      measured: "2030-01-02T03:04:05Z",
      machine: describeMachine(),
      testRows: 2,
      curves: [curve],
      baselines: [{ id: "mean", label: "mean of all labels", test: curve.test }],
    };
    const text = pretrainingMarkdown(measurement, "pictures/curve.svg");
    expect(text).toContain("![Validation accuracy over the minutes of training](pictures/curve.svg)");
    expect(text).toContain("kirchhoff pretrain --recipe ladder --out runs/ladder");
    expect(text).toContain("| paper, DeepGEN-15 | .933 | .898 | .871 | .841 | .819 |");
    expect(text).toContain("| 6 |");
    expect(text).toContain("on 2030-01-02");
    const picture = learningCurvePicture(measurement);
    expect(picture).toContain('class="curve"');
    expect(picture).toContain("paper, after about 5 hours on a GPU");
  });

  it("sets Table I beside the paper's", () => {
    const row = tableRows.find(({ id }) => id === "deepgen-15")!;
    const text = table1Section({
      format: 1,
      budget: "full",
      machines: [describeMachine()],
      baselines: [],
      rows: [
        {
          ...row,
          test: { 12: estimate([0.9, 0.92]) },
          validation: estimate([0.95]),
          steps: [45_000],
          graphsSeen: [720_000, 11_520_000],
          secondsPerCell: 60,
          totalSeconds: 120,
          parameters: [1_035_280, 1_035_280],
        },
      ],
    });
    expect(text).toContain("| DeepGEN-15, zero-shot | ours | .910 ± .010 |  |  |  |");
    expect(text).toContain("|  | paper | .898 ± .007 | .871 ± .006 | .841 ± .013 | .819 ± .009 |");
    expect(text).toContain("| 2 | 45,000 | 720,000 – 11,520,000 | 60 | 1,035,280 |");
    expect(text).toContain("kirchhoff bench table1 --budget full");
    expect(text).toContain("2 minutes in all");
  });
});

describe("the performance page", () => {
  const printed = JSON.stringify({
    stepMs: 812.25,
    network: "DeepGEN-15/128",
    losses: [0.04, 0.05],
    rows: [
      { what: "native", perSecond: 5123.4, timesProcess: null },
      { what: "exact", perSecond: 0.0123 },
    ],
    operatorMs: { Gemm: 280.5, Add: 12 },
  });

  it("shows figures, rows and maps with the command, the date and the machine", () => {
    const stored = JSON.stringify(recordMeasurement("node bench/step.mjs --json", printed));
    const measurement = parseMeasurement(stored, "step.json");
    const text = measurementMarkdown(measurement);
    expect(text).toContain("| step (ms) | 812 |");
    expect(text).toContain("| what | per second |");
    expect(text).toContain("| native | 5,123 |");
    expect(text).toContain("| exact | 0.0123 |");
    expect(text).toContain("| operator (ms) |  |");
    expect(text).toContain("| Gemm | 281 |");
    expect(text).toContain(`\`node bench/step.mjs --json\`, ${measurement.measured.slice(0, 10)}`);
    expect(text).toContain(machineLine(describeMachine()));
    expect(text).not.toContain("losses");
  });

  it("makes labels of keys as other programs write them", () => {
    const output = {
      peak_rss_MB: 1,
      stepMsLeast: 2,
      ms_step: 8,
      warm_s: 3,
      infer_graphs_per_s: 4,
      n_steps: 5,
      residentMegabytes: 6,
      s: 7,
    };
    const text = measurementMarkdown(recordMeasurement("node x.mjs", JSON.stringify(output)));
    expect([...text.matchAll(/^\| ([a-zA-Z() ]*[a-zA-Z)]) \| \d \|$/gm)].map(([, label]) => label)).toEqual([
      ...["peak RSS (MB)", "step (ms) least", "step (ms)", "warm s", "infer graphs per s", "number of steps"],
      ...["resident megabytes", "s"],
    ]);
  });

  it("refuses what is no measurement", () => {
    expect(() => recordMeasurement("node x.mjs", "step 12 ms")).toThrow("this is not a measurement");
    expect(() => parseMeasurement("{}", "step.json")).toThrow("step.json: this is not a measurement");
  });
});
