import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/index.js";

/** Runs `kirchhoff parse` in process: its exit code and what it wrote. */
async function parse(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  let stdout = "";
  let stderr = "";
  const exitCode = await main(["parse", ...args], {
    stdout: {
      write: (text) => {
        stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    env: {},
    cwd: process.cwd(),
    exitCode: 0,
  });
  return { exitCode, stdout, stderr };
}

describe("kirchhoff parse", () => {
  it("prints devices, nets, parameters and the graph of a good netlist", async () => {
    const { exitCode, stdout } = await parse("examples/two-stage-opamp.sp", "--graph");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("15 devices, 10 nets, 2 models");
    expect(stdout).toMatch(
      /xamp\.m6 +pmos +drain=out gate=xamp\.x2 source=vdd bulk=vdd +model pch w=64u l=500n/,
    );
    expect(stdout).toMatch(/vcm +900m +vdd\/2/);
    expect(stdout).toMatch(/graph: \d+ nodes, \d+ edges/);
    expect(stdout).toContain("0 errors, 0 warnings, 0 infos");
  });

  it("exits with 1 and says where, when the netlist has errors", async () => {
    const file = "test/fixtures/netlist/adversarial/bad-numbers.sp";
    const { exitCode, stdout } = await parse(file);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${file}:3:8: error NETLIST_EXPRESSION_SYNTAX`);
  });

  it("prints JSON with the circuit and the diagnostics", async () => {
    const { stdout } = await parse("examples/circuits/ladder-3.sp", "--json", "--graph");
    const { circuit, diagnostics, graph } = JSON.parse(stdout);
    expect(circuit.devices).toHaveLength(10);
    expect(diagnostics).toEqual([]);
    expect(graph).toMatchObject({ nodes: 28, edges: 30 });
  });

  it("reads includes below its roots alone", async () => {
    const file = "test/fixtures/netlist/adversarial/models.sp";
    expect((await parse(file)).stdout).toContain("NETLIST_INCLUDE_OUTSIDE_ROOTS");
    expect((await parse(file, "--include-root", "test/fixtures/netlist")).stdout).not.toContain(
      "OUTSIDE_ROOTS",
    );
  });

  it("warns of a file without devices", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kirchhoff-parse-"));
    const file = join(folder, "empty.sp");
    writeFileSync(file, "");
    const { exitCode, stdout } = await parse(file);
    rmSync(folder, { recursive: true });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${file}:1:1: warning NETLIST_NO_DEVICES`);
  });

  it("refuses more devices than it is allowed", async () => {
    const few = await parse("examples/two-stage-opamp.sp", "--max-devices", "10");
    expect(few.exitCode).toBe(1);
    expect(few.stdout).toContain("NETLIST_TOO_LARGE");
  });

  it("says that a file is missing, and that an option is wrong", async () => {
    expect(await parse("nowhere.sp")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("NETLIST_FILE_NOT_FOUND"),
    });
    expect(await parse("examples/circuits/ladder-3.sp", "--dialect", "spectre")).toMatchObject({
      exitCode: 2,
    });
  });

  it("keeps a netlist from driving the terminal", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kirchhoff-parse-"));
    const file = join(folder, "control.sp");
    writeFileSync(file, "a\u001b[2Jtitle\nr1 a\u009b31m 0 1k\n.end\n");
    const { stdout } = await parse(file);
    rmSync(folder, { recursive: true });
    expect(stdout).toContain("a\ufffd[2Jtitle");
    expect([...stdout].filter((c) => c !== "\n" && (c < " " || (c > "~" && c < "\u00a0")))).toEqual([]);
  });

  it("prints a table of any length", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kirchhoff-parse-"));
    const file = join(folder, "large.sp");
    const cards = Array.from({ length: 150_000 }, (_, i) => `r${i} a 0 1k`);
    writeFileSync(file, `large\n${cards.join("\n")}\n.end\n`);
    const { exitCode, stdout, stderr } = await parse(file, "--limit", "0");
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\n {2}r149999 +resistor /);
  });
});
