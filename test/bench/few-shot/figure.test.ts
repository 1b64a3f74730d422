import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { sampleCount } from "../../../src/bench/few-shot/figure.js";
import { recordPath } from "../../../src/bench/few-shot/record.js";
import { accuracyThreshold, score } from "../../../src/bench/few-shot/score.js";
import {
  type FewShotOptions,
  fewShotFigure,
  figureMarkdown,
  figureNames,
  figurePictures,
  runFewShot,
} from "../../../src/bench/index.js";
import { main } from "../../../src/cli/index.js";
import { captureContext } from "../../cli/helpers.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kirchhoff-figure-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

describe("samples", () => {
  it("are enough for some to be held out", () => {
    expect(sampleCount(900, 0.25)).toBe(225);
    expect(sampleCount(900, 0.001)).toBe(10);
    expect(sampleCount(5, 0.1)).toBe(5);
  });
});

describe("scores", () => {
  it("leave invalid labels out", () => {
    const labels = Float64Array.of(0, 1, Number.NaN, 2);
    const threshold = accuracyThreshold(labels, 10);
    expect(threshold).toBeCloseTo(0.2);
    expect(score([0.1, 1, 99, 2.5], labels, threshold)).toEqual({
      labels: 3,
      accuracy: 2 / 3,
      r2: expect.closeTo(1 - 0.26 / 2),
      rmse: expect.closeTo(Math.sqrt(0.26 / 3)),
    });
  });
});

describe("a few-shot figure", () => {
  const tiny = (): FewShotOptions => ({
    folder,
    tasks: ["parallel-divider"],
    methods: ["ridge", "mean"],
    fractions: [0.05, 0.1],
    seeds: 2,
    testRows: 50,
  });

  it("is read from records, and keeps finished ones", async () => {
    const { finished, result } = await runFewShot("fig7", tiny());
    expect(finished).toBe(true);
    const [ridge, mean] = result.panels[0]!.curves;
    expect(ridge!.points.map(({ samples }) => samples)).toEqual([45, 90]);
    expect(ridge!.points[0]!.accuracy.values).toHaveLength(2);
    expect(ridge!.points[1]!.r2.mean).toBeGreaterThan(0.8);
    expect(mean!.points[1]!.r2.mean).toBeLessThan(0.1);

    const path = recordPath(folder, { task: "parallel-divider", method: "ridge", samples: 45, seed: 2 });
    const before = await readFile(path, "utf8");
    expect(JSON.parse(before)).toMatchObject({ format: 1, score: { labels: 50 }, settings: { levels: 100 } });
    expect((await runFewShot("fig7", { ...tiny(), resume: true })).result).toEqual(result);
    expect(await readFile(path, "utf8")).toBe(before);

    await expect(runFewShot("fig7", tiny())).rejects.toThrow("is there already");
    await expect(runFewShot("fig7", { ...tiny(), testRows: 20, resume: true })).rejects.toThrow(
      "other settings",
    );

    const figure = fewShotFigure("fig7");
    const text = figureMarkdown(result, figure, "pictures");
    expect(text).toContain("![Parallel divider: Acc@100](pictures/fig7-parallel-divider.svg)");
    expect(text).toMatch(/\| ridge on polynomials \| \d?\.\d{3} ± \d?\.\d{3} \| \d?\.\d{3} ± \d?\.\d{3} \|/);
    expect(text).toContain("kirchhoff bench fig7");
    const picture = figurePictures(result, figure).get("fig7-parallel-divider")!;
    expect(picture).toContain('class="error"');
    expect(picture).not.toContain("mean of the samples");
  });

  it("stops where it is asked to and goes on from there", async () => {
    const controller = new AbortController();
    const stopped = await runFewShot("fig7", {
      ...tiny(),
      signal: controller.signal,
      onProgress: ({ done }) => done === 2 && controller.abort(),
    });
    expect(stopped.finished).toBe(false);
    const { finished, result } = await runFewShot("fig7", { ...tiny(), resume: true });
    expect(finished).toBe(true);
    expect(result.panels[0]!.curves).toHaveLength(2);
  });

  it("names the curve that was probably meant", async () => {
    await expect(runFewShot("fig7", { ...tiny(), methods: ["rigde"] })).rejects.toThrow("there is no curve");
    expect(() => fewShotFigure("fig8")).toThrow("did you mean");
  });
});

describe("kirchhoff bench", () => {
  it("knows every figure", async () => {
    const { context, stdout } = captureContext({ cwd: folder });
    await main(["bench", "--help"], context);
    for (const name of figureNames) expect(stdout()).toContain(name);
  });

  it("prints a figure as a table and as JSON", async () => {
    const flags = ["--panels", "loaded-divider", "--methods", "mean", "--fractions", "0.1", "--seeds", "1"];
    const first = captureContext({ cwd: folder });
    expect(await main(["bench", "fig7", ...flags, "--test-rows", "10"], first.context)).toBe(0);
    expect(first.stdout()).toContain("| mean of the samples |");
    const again = captureContext({ cwd: folder });
    await main(["bench", "fig7", ...flags, "--test-rows", "10", "--resume", "--json"], again.context);
    expect(JSON.parse(again.stdout())).toMatchObject({ figure: "fig7", folder: join(folder, "runs/fig7") });
    const wrong = captureContext({ cwd: folder });
    expect(await main(["bench", "fig7", "--fractions", "2"], wrong.context)).toBe(2);
  });
});
