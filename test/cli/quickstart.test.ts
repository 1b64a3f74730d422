import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/index.js";
import { captureContext } from "./helpers.js";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const tiny = ["quickstart", "--circuits", "60", "--steps", "30", "--test-circuits", "4"];

let cwd: string;
let whole: { code: number; stdout: string; stderr: string };

async function run(...argv: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  return { code: await main(argv, context), stdout: stdout(), stderr: stderr() };
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "kirchhoff-quickstart-"));
  whole = await run(...tiny, "--json", "--out", "whole");
}, 300_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("kirchhoff quickstart", () => {
  it("simulates, trains, tests, predicts and fine-tunes", () => {
    expect(whole).toMatchObject({ code: 0, stderr: "" });
    const found = JSON.parse(whole.stdout);
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
    expect(names(found.sizes)).toEqual(["ladder-12", "ladder-16", "ladder-32", "ladder-128"]);
    expect(names(found.others)).toContain("wheatstone-bridge");
    expect(found.best.metrics.graphs).toBe(6);
    expect(found.netlist.nets.map(({ net }: { net: string }) => net)).toEqual(["o1", "o2", "o3", "o4"]);
    const { simulated } = found.netlist.nets[0];
    // By hand: the four nodal equations of examples/ladder.sp.
    expect(simulated).toBeCloseTo(3.4132, 3);
    const { networks } = found.opAmp;
    const [asItComes, fineTuned, fromScratch] = networks;
    expect(names(networks)).toEqual(["as it comes", "fine-tuned", "from scratch"]);
    // Six op-amps with six nets each that no source drives: net3 to net8.
    expect(fineTuned).toMatchObject({ graphs: 6, labels: 66, freeLabels: 36 });
    expect(fineTuned.freeRmse).toBeLessThan(asItComes.freeRmse);
    expect(fineTuned.freeRmse).toBeLessThan(fromScratch.freeRmse);
    expect(found.likeness.nearest.length).toBe(5);
    expect(found.sizing).toMatchObject({ solved: true, random: { designs: 2 } });
    expect(found.sizing.designs).toBeLessThan(100);
  });

  it("writes a report that needs nothing but itself", () => {
    const html = readFileSync(join(cwd, "whole/report.html"), "utf8");
    expect(html.match(/<svg /g)!.length).toBeGreaterThanOrEqual(11);
    expect(html).not.toMatch(/(src|href)="(?!#)/);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
    for (const word of [
      "ladder-128",
      "parallel-divider",
      "rh1 in o1",
      "relative-resistance",
      "from scratch",
      "onnxruntime",
    ]) {
      expect(html).toContain(word);
    }
  });

  it("does not mix settings in one folder", async () => {
    const refused = await run("quickstart", "--steps", "3", "--out", "whole");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("CLI_QUICKSTART_OTHER") });
    expect(refused.stderr).toContain("--fresh");
  });

  it("says the same, in words, when it starts over, is stopped by Ctrl-C in training and fine-tuning, and goes on", async () => {
    // All but the curves of learning: mean losses between two steps begin anew where a run goes on.
    const report = () =>
      readFileSync(join(cwd, "whole/report.html"), "utf8")
        .split("<section")
        .filter((section) => !section.includes("<h2>Learning</h2>"));
    const expected = report();
    expect(expected.length).toBe(8);
    if (process.platform !== "win32") {
      await stopOnce("training", "validated", "--fresh");
      await stopOnce("op-amp/fine-tuned/members/0", "started");
      expect(report).toThrow();
    }
    const { code, stdout } = await run(...tiny, "--out", "whole");
    expect(code).toBe(0);
    expect(stdout).toContain("1. Simulate resistor ladders");
    expect(stdout).toMatch(/circuits by ngspice-embedded [\d.]+ \(all of an earlier call\); 0 failed/);
    expect(stdout).toContain("after 30 steps: Acc@100");
    expect(stdout).toMatch(/fine-tuned +0\.\d{3} /);
    expect(stdout).toContain("npx kirchhoff predict whole/training my.sp");
    expect(stdout).toContain("docs/predict-your-own-circuit.md");
    expect(report()).toEqual(expected);
  }, 300_000);
});

/** Runs a quickstart in a process of its own, and stops it by Ctrl-C once the journal of a run within it is new and says `event`. */
async function stopOnce(runFolder: string, event: string, ...flags: string[]) {
  const path = join(cwd, "whole", runFolder, "journal.jsonl");
  const events = () => (existsSync(path) ? readFileSync(path, "utf8") : "");
  const child = spawn(process.execPath, [bin, ...tiny, ...flags, "--out", "whole"], { cwd, stdio: "ignore" });
  const ended = once(child, "exit");
  while (!events().includes(`"${event}"`) || events().includes('"finished"')) {
    expect(child.exitCode).toBeNull();
    await sleep(10);
  }
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  expect(events()).toContain('"interrupted"');
}
