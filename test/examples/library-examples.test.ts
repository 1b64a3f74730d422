import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));

/** What an example prints; each is run as its first lines say. */
async function run(example: string, ...argv: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(folder, example), ...argv]);
  expect(stderr).toBe("");
  return stdout;
}

const examples: Record<string, () => Promise<void>> = {
  async "predict-netlist.mjs"() {
    const lines = (await run("predict-netlist.mjs")).trim().split("\n").slice(1);
    const voltages = lines.map((line) => line.split(" ")).filter(([net]) => net!.startsWith("o"));
    expect(voltages.map(([net]) => net)).toEqual(["o1", "o2", "o3", "o4"]);
    for (const [, predicted, simulated] of voltages) {
      expect(Math.abs(Number(predicted) - Number(simulated))).toBeLessThan(0.05);
    }
  },
  async "sweep-resistor.mjs"() {
    const lines = (await run("sweep-resistor.mjs")).trim().split("\n");
    expect(lines).toHaveLength(5);
    // o4 goes from its own source (2.5 V) towards its neighbour as rv4 grows; at 1.5 kΩ it is 1.9313 V.
    const volts = lines.map((line) => Number(/at ([\d.]+) V/.exec(line)![1]));
    expect(volts).toEqual([...volts].sort((a, b) => b - a));
    expect(volts[2]).toBeGreaterThan(1.9313);
    expect(volts[3]).toBeLessThan(1.9313);
  },
  async "train-network.mjs"() {
    const text = await run("train-network.mjs", "50");
    expect(text).toMatch(/step 50: loss \d\.\d+e-\d/);
    // A network that knows nothing is about 180 mV off.
    expect(Number(/error ([\d.]+) mV/.exec(text)![1])).toBeLessThan(120);
  },
  async "draw-circuit.mjs"() {
    const out = mkdtempSync(join(tmpdir(), "kirchhoff-example-"));
    onTestFinished(() => rmSync(out, { recursive: true }));
    const text = await run("draw-circuit.mjs", join(folder, "circuits/wheatstone-bridge.sp"), out);
    expect(text).toContain("9 devices");
    expect(text).toContain("18 terminals and 7 nets");
    for (const name of ["schematic", "terminal-graph"]) {
      expect(readFileSync(join(out, `${name}.svg`), "utf8")).toContain("<svg ");
    }
  },
};

test("every library example has a test", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  expect(Object.keys(examples).sort()).toEqual(files.sort());
});

test.each(Object.entries(examples))("%s runs", (_, check) => check());
