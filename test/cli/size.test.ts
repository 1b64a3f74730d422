import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../src/cli/index.js";
import { expectWellFormed } from "../report/markup.js";
import { divider } from "../size/problems.js";
import { captureContext } from "./helpers.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-size-"));
  for (const [name, text] of Object.entries(divider)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd: folder });
  const exitCode = await main(["size", ...args], context);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

const written = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

test("sizes a netlist: table of specs, netlist, values, report", async () => {
  const { exitCode, stdout, stderr } = await run("problem.yaml", "--out", "sized", "--workers", "1");
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^divider: every spec is met\n {2}spec +bound +value +margin/);
  expect(stdout).toMatch(/^ {2}bandwidth +≥ 60 kHz +[\d.]+ k?M?Hz +[\d.]+ k?M?Hz +met$/m);
  expect(stdout).toMatch(/\d+ designs simulated \(\d+ of them initial\); 1? ?\d* ?meet every spec/);
  const files = [
    ...["convergence.svg", "report.html", "report.md", "result.json", "sensitivity.svg"],
    ...["sized.param", "sized.sp"],
  ];
  expect(readdirSync(join(folder, "sized")).sort()).toEqual(
    [...files, "journal.jsonl", "run.yaml", "state.json"].sort(),
  );
  const result = JSON.parse(written("sized", "result.json"));
  expect(result).toMatchObject({ solved: true, end: "feasible", ledger: { failed: 0 } });
  const { top, bottom } = result.values;
  expect(written("sized", "sized.param")).toMatch(/^\.param top=\S+\n\.param bottom=\S+$/m);
  expect(bottom / (top + bottom)).toBeGreaterThan(0.45);
  const sized = written("sized", "sized.sp").split("\n");
  const original = divider["divider.sp"].split("\n");
  expect(sized.filter((line, i) => line !== original[i])).toHaveLength(1);
  expectWellFormed(written("sized", "convergence.svg"));
  expect(written("sized", "report.html")).toMatch(/<h1>Sizing: divider<\/h1>/);
});

test("goes on with a run, with a larger budget, as if it had had it from the beginning", async () => {
  const options = ["--stop", "budget", "--workers", "1", "--json"];
  const short = await run("problem.yaml", "--out", "short", "--budget", "25", ...options);
  // Not the end of a batch.
  expect(JSON.parse(short.stdout).ledger.designs).toBe(25);
  const longer = await run("--resume", "short", "--budget", "40", "--workers", "1", "--json");
  const whole = await run("problem.yaml", "--out", "whole", "--budget", "40", ...options);
  const withoutTimes = (text: string) => {
    const { folder: _, ...rest } = JSON.parse(text, (key, value) => (/seconds$/i.test(key) ? 0 : value));
    return rest;
  };
  expect(withoutTimes(longer.stdout)).toEqual(withoutTimes(whole.stdout));
  expect((await run("--resume", "short", "--search", "random")).stderr).toMatch(/CLI_SIZE_RESUME/);
  expect((await run("--resume", "short", "--timeout", "9")).stderr).toMatch(/CLI_SIZE_RESUME/);
  expect((await run("--resume", "short", "--check")).stderr).toMatch(/CLI_SIZE_RESUME.*--check/);
  expect((await run("problem.yaml", "--resume", "short")).stderr).toMatch(/CLI_SIZE_RESUME.*problem file/);
  const described = written("short", "run.yaml");
  expect(described).toMatch(/^timeoutSeconds: 60$/m);
  const otherVersion = described.replace(/version: .*/, "version: '0'");
  writeFileSync(join(folder, "short", "run.yaml"), otherVersion);
  expect((await run("--resume", "short", "--workers", "1")).stderr).toMatch(
    /SIZE_SIMULATOR_CHANGED[\s\S]*short was begun with another simulator/,
  );
  writeFileSync(join(folder, "short", "run.yaml"), described);
  writeFileSync(join(folder, "divider.sp"), divider["divider.sp"].replace("1n", "2n"));
  expect((await run("--resume", "short")).stderr).toMatch(/SIZE_PROBLEM_CHANGED/);
  writeFileSync(join(folder, "divider.sp"), divider["divider.sp"]);
});

test("an infeasible problem says how close it got and what is in conflict", async () => {
  writeFileSync(
    join(folder, "hard.yaml"),
    divider["problem.yaml"].replace("300u", "80u").replace("60k", "100k").replace("budget: 60", "budget: 32"),
  );
  const { exitCode, stdout } = await run("hard.yaml", "--search", "sobol", "--out", "hard", "--workers", "1");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^divider: closest design, cost \d\.\d+/);
  expect(stdout).toMatch(/MISSED\n[\s\S]*not simulated, since others are missed/);
  expect(stdout).toMatch(
    /No design meets every spec[\s\S]*in conflict: current and bandwidth, which no design meets together/,
  );
  expect(stdout).toMatch(/ {2}spec +bound +met by +best value\n {2}level +0.45 … 0.55 +[\d.]+ % +\S+/);
  expect(stdout).toMatch(/The budget is spent. To go on: kirchhoff size --resume hard --budget 200/);
});

test("a testbench that never works says why, and what to do", async () => {
  writeFileSync(
    join(folder, "divider-loop.sp"),
    divider["divider.sp"].replace("Cload", "Vloop in 0 2\nCload"),
  );
  writeFileSync(join(folder, "loop.yaml"), divider["problem.yaml"].replace("divider.sp", "divider-loop.sp"));
  const { exitCode, stdout } = await run("loop.yaml", "--out", "loop", "--workers", "1");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /Simulations failed: SIMULATION_\w+ \(32 designs\)[\s\S]*The simulator says: \S+[\s\S]*simulate --testbench/,
  );
  expect(readdirSync(join(folder, "loop"))).not.toContain("sized.sp");
});

test("a folder that may be read besides shuts out neither the problem's own nor the working folder", async () => {
  const other = mkdtempSync(join(tmpdir(), "kirchhoff-kit-"));
  mkdirSync(join(folder, "own"));
  for (const [name, text] of Object.entries(divider)) writeFileSync(join(folder, "own", name), text);
  const parts = [
    [join(other, "load.inc"), "Cload out 0 1n\n"],
    [join(folder, "own", "top.inc"), "Rtop in out {top}\n"],
    [join(folder, "bottom.inc"), "Rbot out 0 {bottom}\n"],
  ] as const;
  for (const [path, text] of parts) writeFileSync(path, text);
  const [title, values] = divider["divider.sp"].split("\n");
  const includes = [join(other, "load.inc"), "top.inc", "../bottom.inc"].map((path) => `.include ${path}`);
  writeFileSync(join(folder, "own", "divider.sp"), [title, values, ...includes, ".end\n"].join("\n"));
  expect((await run("own/problem.yaml", "--check")).exitCode).not.toBe(0);
  const check = await run("own/problem.yaml", "--check", "--include-root", other);
  expect([check.stderr, check.exitCode]).toEqual(["", 0]);
  rmSync(other, { recursive: true });
});

test("mistakes are told before anything is simulated", async () => {
  expect((await run()).stderr).toMatch(/CLI_SIZE_WHAT/);
  expect((await run("problem.yaml", "--search", "surogate")).stderr).toMatch(/did you mean "surrogate"/);
  expect((await run("problem.yaml", "--stop", "soon")).stderr).toMatch(/CLI_SIZE_STOP/);
  expect((await run("nothing.yaml")).stderr).toMatch(/ENOENT/);
  expect((await run("--resume", "nothing")).stderr).toMatch(/SIZE_RUN_NOT_FOUND/);
  writeFileSync(join(folder, "bench-net.yaml"), divider["bench.yaml"].replace("v(out) }", "v(outt) }"));
  writeFileSync(join(folder, "net.yaml"), divider["problem.yaml"].replace("bench.yaml", "bench-net.yaml"));
  expect((await run("net.yaml", "--out", "net", "--workers", "1")).stderr).toMatch(/did you mean "out"/);
  expect(readdirSync(folder)).not.toContain("net");
  writeFileSync(join(folder, "outside.yaml"), divider["problem.yaml"].replace("bench.yaml", "/etc/passwd"));
  expect((await run("outside.yaml")).stderr).toMatch(/CLI_FILE_OUTSIDE/);
  const check = await run("problem.yaml", "--check");
  expect(check.stdout).toMatch(
    /divider: 2 variables, 4\.1e\+3 designs[\s\S]*top +100 Ω … 10 kΩ +41 values, log/,
  );
  expect(JSON.parse((await run("--schema")).stdout).title).toBe("Kirchhoff sizing problem");
  expect((await run("--searches")).stdout).toMatch(/^ {2}surrogate +genetic search[\s\S]*bagnet-fc/m);
});
