import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/index.js";
import { openRun } from "../../src/train/index.js";
import { captureContext } from "./helpers.js";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const tiny = ["quickstart", "--circuits", "60", "--steps", "30", "--test-circuits", "4"];

let cwd: string;
let whole: { code: number; stdout: string; stderr: string };

async function run(...argv: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  return { code: await main(argv, context), stdout: stdout(), stderr: stderr() };
}

/** What must not depend on when and how often a quickstart was stopped. */
function findings(json: string) {
  const { best, sizes, others, netlist, circuits, steps } = JSON.parse(json);
  return { best, sizes, others, netlist, circuits, steps };
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "kirchhoff-quickstart-"));
  whole = await run(...tiny, "--json", "--out", "whole");
}, 120_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("kirchhoff quickstart", () => {
  it("simulates, trains, tests and predicts", () => {
    expect(whole).toMatchObject({ code: 0, stderr: "" });
    const found = findings(whole.stdout);
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
    expect(names(found.sizes)).toEqual(["ladder-12", "ladder-16", "ladder-32", "ladder-128"]);
    expect(names(found.others)).toContain("wheatstone-bridge");
    expect(found.best.metrics.graphs).toBe(6);
    expect(found.netlist.nets.map(({ net }: { net: string }) => net)).toEqual(["o1", "o2", "o3", "o4"]);
    const { simulated } = found.netlist.nets[0];
    // By hand: the four nodal equations of examples/ladder.sp.
    expect(simulated).toBeCloseTo(3.4132, 3);
  });

  it("writes a report that needs nothing but itself", () => {
    const html = readFileSync(join(cwd, "whole/report.html"), "utf8");
    expect(html.match(/<svg /g)!.length).toBeGreaterThanOrEqual(6);
    expect(html).not.toMatch(/(src|href)="(?!#)/);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
    for (const word of [
      "ladder-128",
      "parallel-divider",
      "rh1 in o1",
      "relative-resistance",
      "onnxruntime",
    ]) {
      expect(html).toContain(word);
    }
  });

  it("says the same when it is run again, in words, without simulating or training again", async () => {
    const { code, stdout } = await run(...tiny, "--out", "whole");
    expect(code).toBe(0);
    expect(stdout).toContain("1. Simulate resistor ladders");
    expect(stdout).toMatch(/circuits by ngspice-embedded [\d.]+ \(all of an earlier call\); 0 failed/);
    expect(stdout).toContain("after 30 steps: Acc@100");
    expect(stdout).toContain("npx kirchhoff predict whole/training my.sp");
    expect(findings((await run(...tiny, "--json", "--out", "whole")).stdout)).toEqual(findings(whole.stdout));
  });

  it("does not mix settings in one folder, and starts over when told to", async () => {
    const other = [
      "quickstart",
      "--circuits",
      "60",
      "--steps",
      "3",
      "--test-circuits",
      "4",
      "--out",
      "whole",
    ];
    const refused = await run(...other);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("CLI_QUICKSTART_OTHER") });
    expect(refused.stderr).toContain("--fresh");
    expect((await openRun(join(cwd, "whole/training"))).config.steps).toBe(30);
    expect((await run(...other, "--fresh")).code).toBe(0);
    expect((await openRun(join(cwd, "whole/training"))).config.steps).toBe(3);
  });

  it.skipIf(process.platform === "win32")("goes on after Ctrl-C to the same result", async () => {
    const child = spawn(process.execPath, [bin, ...tiny, "--out", "stopped"], { cwd, stdio: "ignore" });
    const ended = once(child, "exit");
    const trainedSteps = () => openRun(join(cwd, "stopped/training")).catch(() => undefined);
    while (!(await trainedSteps())?.validations.length) {
      expect(child.exitCode).toBeNull();
      await sleep(10);
    }
    child.kill("SIGINT");
    expect(await ended).toEqual([130, null]);
    const resumed = await run(...tiny, "--json", "--out", "stopped");
    expect(resumed.code).toBe(0);
    expect(findings(resumed.stdout)).toEqual(findings(whole.stdout));
    const { journal } = await openRun(join(cwd, "stopped/training"));
    expect(journal.map(({ event }) => event)).toContain("interrupted");
  });
});
