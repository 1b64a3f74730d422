import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findNativeLibrary, inspectSimulators, openSimulator } from "../../src/simulate/index.js";
import { divider, endlessSearch, simulators } from "./circuits.js";

test("every simulator that is reported as found has a version", async () => {
  const reports = await inspectSimulators();
  expect(reports.map(({ simulator }) => simulator)).toEqual(["native", "embedded"]);
  for (const { found, version, install } of reports) expect(found ? version : install).toMatch(/\w/);
  expect(reports[1]!.found).toBe(true);
});

test("a library path that names no file, or no library, is a clear error", async () => {
  const missing = { KIRCHHOFF_LIBNGSPICE: "/nowhere/libngspice.so" };
  await expect(findNativeLibrary(missing)).rejects.toMatchObject({ code: "SIMULATION_LIBRARY_PATH" });
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-library-"));
  const path = join(folder, "libngspice.so");
  writeFileSync(path, "not a library");
  process.env.KIRCHHOFF_LIBNGSPICE = path;
  try {
    await expect(openSimulator({ simulator: "native", workers: 1 })).rejects.toMatchObject({
      code: "SIMULATION_WORKER_START",
    });
    const pool = await openSimulator({ simulator: "auto", workers: 1 });
    expect(pool.kind).toBe("embedded");
    await pool.close();
  } finally {
    delete process.env.KIRCHHOFF_LIBNGSPICE;
    rmSync(folder, { recursive: true });
  }
});

test.runIf(simulators.includes("native"))(
  "a pool whose simulator is gone fails what it is asked",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "kirchhoff-library-"));
    const path = join(folder, "libngspice.so");
    copyFileSync((await findNativeLibrary())!, path);
    process.env.KIRCHHOFF_LIBNGSPICE = path;
    try {
      const pool = await openSimulator({ simulator: "native", workers: 2, recycleAfter: 1 });
      rmSync(folder, { recursive: true });
      const reasons: string[] = [];
      const circuits = Array.from({ length: 6 }, () => divider());
      for await (const { result } of pool.operatingPoints(circuits)) {
        reasons.push(result.status === "ok" ? "ok" : result.reason);
      }
      expect(reasons.filter((reason) => reason === "ok").length).toBeGreaterThan(0);
      expect(reasons.filter((reason) => reason !== "ok")).toContain("SIMULATION_CRASHED");
      expect(reasons.length).toBe(6);
      for await (const { result } of pool.sweep(divider(), [[], []])) {
        expect(result).toMatchObject({ status: "failed", reason: "SIMULATION_CRASHED" });
      }
      await pool.close();
    } finally {
      delete process.env.KIRCHHOFF_LIBNGSPICE;
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** A program that opens a native pool, gives it a run without end, and says so. */
const program = `
  import { openSimulator } from ${JSON.stringify(new URL("../../dist/simulate/index.js", import.meta.url).href)};
  import { readFileSync } from "node:fs";
  const circuit = JSON.parse(readFileSync(process.argv[1], "utf8"));
  const pool = await openSimulator({ simulator: "native", workers: 1 });
  void pool.operatingPoint(circuit);
  setTimeout(() => console.log("busy"), 300);
  process.on("SIGTERM", () => process.exit());
`;

describe.runIf(simulators.includes("native") && process.platform === "linux")(
  "a native simulator at work",
  () => {
    test.each(["SIGKILL", "SIGTERM"] as const)("ends with the process that %s ended", async (signal) => {
      const folder = mkdtempSync(join(tmpdir(), "kirchhoff-processes-"));
      const file = join(folder, "circuit.json");
      writeFileSync(file, JSON.stringify(endlessSearch()));
      const parent = spawn(process.execPath, ["--input-type=module", "-e", program, file], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise((resolve) => parent.stdout.once("data", resolve));
      rmSync(folder, { recursive: true });
      const children = readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, "utf8")
        .trim()
        .split(" ");
      expect(children.length).toBe(1);
      const ended = new Promise((resolve) => parent.once("exit", resolve));
      parent.kill(signal);
      await ended;
      await expect.poll(() => isAlive(Number(children[0])), { timeout: 10_000 }).toBe(false);
    });
  },
);

function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}
