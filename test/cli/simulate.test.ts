import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../src/cli/index.js";
import { expectWellFormed } from "../report/markup.js";
import { simulators } from "../simulate/circuits.js";
import { captureContext } from "./helpers.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kirchhoff-simulate-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function simulate(...args: string[]) {
  const { context, stdout, stderr } = captureContext();
  const exitCode = await main(["simulate", ...args], context);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe.each(simulators)("kirchhoff simulate with %s", (simulator) => {
  const which = ["--simulator", simulator];

  test("prints a deck's operating point and its own analyses, and draws them", async () => {
    const deck = file(
      "rc.sp",
      "RC\n.model nch nmos (level=1 vto=0.5 kp=100u)\nvdd vdd 0 2\nvin in 0 dc 1 ac 1 pulse(1 2 1u 1n 1n 1)\nr1 in out 1k\nc1 out 0 1n\n" +
        "rd vdd d 10k\nm1 d in 0 0 nch w=1u l=1u\n.op\n.ac dec 10 1 1g\n.tran 10n 10u\n.dc vin 0 2 0.1\n.noise v(out) vin dec 10 1 1g\n.end\n",
    );
    const plots = join(folder, `plots-${simulator}`);
    const { exitCode, stdout, stderr } = await simulate(deck, ...which, "--nets", "out,d", "--plots", plots);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}out +1\.0000$/m);
    expect(stdout).toMatch(/^ {2}d +1\.8750$/m); // 100 µ/2 · 0.5² = 12.5 µA through 10 kΩ
    expect(stdout).toMatch(/^ {2}vdd +-12\.5 µA$/m);
    expect(stdout).toMatch(/^ {2}m1 +saturation +1\.0000 +1\.8750 +0\.5000 +12\.5 µA +50 µS/m);
    expect(stdout).toMatch(/^ac: 91 frequencies[^\n]*\n[^\n]*\n {2}out +0 dB +159 kHz/m);
    expect(stdout).toMatch(/^tran: \d+ times/m);
    expect(stdout).toMatch(/^dc: 21 values/m);
    expect(stdout).toMatch(/^noise: 91 frequencies/m);
    const files = readdirSync(plots).sort();
    expect(files).toEqual(["ac.svg", "dc.svg", "noise.svg", "tran.svg"]);
    for (const name of files) {
      const svg = readFileSync(join(plots, name), "utf8");
      expectWellFormed(svg);
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
  });

  test("measures the example's amplifier in its corners", async () => {
    const bench = "examples/testbenches/five-transistor-ota.yaml";
    const { exitCode, stdout, stderr } = await simulate("--testbench", bench, "--corners", ...which);
    expect(stderr).not.toMatch(/warning|error/);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/measure +typical +hot +low supply +cold and low +worst in/);
    expect(stdout).toMatch(/^ {2}gain +49\.57 dB .* hot$/m);
    expect(stdout).not.toContain("without a value");
  });
});

test("prints JSON with every curve, and the example's amplifiers", async () => {
  const { exitCode, stdout } = await simulate("examples/two-stage-opamp.sp", "--json", "--nets", "out");
  expect(exitCode).toBe(0);
  const { analyses } = JSON.parse(stdout);
  expect(analyses.map(({ kind }: { kind: string }) => kind)).toEqual(["op", "ac"]);
  expect(analyses[0].voltages.vdd).toBeCloseTo(1.8, 9);
  expect(analyses[0].devices["xamp.m6"].region).toBe("linear");
  expect(analyses[1].frequenciesHz).toHaveLength(91);
  expect(Object.keys(analyses[1].voltages)).toEqual(["out"]);
});

test("says what is wrong: a typo, an unknown net, an unknown analysis, a dead circuit", async () => {
  const typo = file(
    "typo.sp",
    "t\nv1 a 0 1\nr1 a b 1k\nm1 b a 0 0 nhc w=1u l=1u\n.model nch nmos level=1\n.end\n",
  );
  const broken = await simulate(typo, "--simulator", "embedded");
  expect(broken.exitCode).toBe(1);
  expect(broken.stderr + broken.stdout).toMatch(/nhc/);
  const good = file("good.sp", "t\nv1 a 0 1\nr1 a out 1k\nr2 out 0 1k\n.ac decade 10 1 1k\n.end\n");
  expect((await simulate(good, "--simulator", "embedded")).stderr).toMatch(
    /SIMULATION_DIRECTIVE|dec, oct or lin/,
  );
  const other = file("other.sp", "t\nv1 a 0 1\nr1 a out 1k\nr2 out 0 1k\n.end\n");
  expect((await simulate(other, "--nets", "ouy")).stderr).toMatch(/did you mean "out"/);
  expect((await simulate(file("empty.sp", "t\n"))).stderr).toMatch(/nothing to simulate/);
  expect((await simulate()).stderr).toMatch(/nothing to simulate/);
  const code = file("code.sp", "t\nv1 a 0 1\nr1 a b 1k\na1 b a reader\n.model reader filesource\n.end\n");
  expect((await simulate(code, "--simulator", "embedded")).stderr).toMatch(
    /error SIMULATION_UNSUPPORTED_DEVICE: .*code\.sp:4:1: a1 is a code-model/,
  );
  const loop = file("loop.sp", "t\nv1 a 0 1\nv2 a 0 2\nr1 a 0 1\n.end\n");
  const failed = await simulate(loop, "--simulator", "embedded");
  expect(failed.exitCode).toBe(1);
  expect(failed.stdout + failed.stderr).toMatch(/SIMULATION_SINGULAR_MATRIX/);
});

test("a measure without a value is printed with its reason", async () => {
  const bench = file(
    "bench.yaml",
    "name: dead\ncircuit: { netlist: dead.sp }\ndecks: { only: { analyses: { r: { kind: ac, stimulus: { v1: 1 } } } } }\n" +
      "measures: { unity: { measure: unity-gain-frequency, analysis: r, of: v(out) } }\n",
  );
  file("dead.sp", "t\nv1 a 0 1\nr1 a out 1k\nr2 out 0 1k\n.end\n");
  const { exitCode, stdout } = await simulate("--testbench", bench, "--simulator", "embedded");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/unity +-\n/);
  expect(stdout).toMatch(/unity: the gain starts at -6\.02 dB, below one \(MEASURE_GAIN_BELOW_ONE\)/);
});

test("what looks like a slip in a netlist that a testbench measures is told", async () => {
  const bench = file(
    "slip.yaml",
    "name: half\ncircuit: { netlist: slip.sp, subcircuit: half }\n" +
      'decks: { only: { devices: "v1 in 0 1\\nx1 in out half", analyses: { point: { kind: op } } } }\n' +
      "measures: { level: { measure: value, analysis: point, of: v(out) } }\n",
  );
  file("slip.sp", "t\n.subckt half in out\nr1 in out 1k\nr2 out 0 1k\n.ends hafl\n.end\n");
  const { exitCode, stderr } = await simulate("--testbench", bench, "--simulator", "embedded");
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/slip\.sp:5:\d+: warning NETLIST_ENDS_NAME/);
});
