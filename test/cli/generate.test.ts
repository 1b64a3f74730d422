import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { main } from "../../src/cli/index.js";
import { nodeEncodingNames, openDataset } from "../../src/dataset/index.js";
import { captureContext } from "./helpers.js";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "kirchhoff-generate-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
});

async function run(...argv: string[]) {
  const { context, stdout, stderr } = captureContext({ cwd });
  return { code: await main(argv, context), stdout: stdout(), stderr: stderr() };
}

describe("kirchhoff generate", () => {
  it("makes a dataset by name and says what it holds", async () => {
    const made = await run("generate", "few-shot-rpar", "--count", "60", "--simulator", "exact");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain("train  27 labelled, 0 failed");
    const dataset = await openDataset(join(cwd, "data/parallel-divider"));
    expect((await dataset.split("test")).rows).toHaveLength(30);

    const info = await run("dataset", "info", "data/parallel-divider");
    expect(info.code).toBe(0);
    expect(info.stdout).toContain("complete, every checksum holds");
    expect(info.stdout).toContain("parallel-divider 27");
  });

  it("prints the manifest and the inspection as JSON", async () => {
    const flags = ["--count", "60", "--seed", "9", "--simulator", "exact", "--json", "--out", "d"];
    const manifest = JSON.parse((await run("generate", "rser", ...flags)).stdout);
    expect(manifest).toMatchObject({ complete: true, recipe: { seed: 9, name: "series-divider" } });
    const info = JSON.parse((await run("dataset", "info", "d", "--json")).stdout);
    expect(info).toMatchObject({ intact: true, splits: [{ split: "train", ok: 27 }, {}, {}] });
  });

  it("reads what a recipe names from its own folder, the working folder and include roots alone", async () => {
    const other = await mkdtemp(join(tmpdir(), "kirchhoff-elsewhere-"));
    onTestFinished(() => rm(other, { recursive: true, force: true }));
    await writeFile(join(other, "cards.inc"), "r2 b 0 {r}\n");
    await writeFile(
      join(other, "secret.sp"),
      `own\n.param r=1k\n.include cards.inc\nv1 a 0 1\nr1 a b 1k\n.end\n`,
    );
    const recipe = (netlist: string) =>
      `name: own\ncircuits: [{ netlist: "${netlist}", parameters: { r: { kind: uniform, low: 1, high: 9 } } }]\nsplits: { train: 2 }\n`;
    await writeFile(join(cwd, "outside.yaml"), recipe(join(other, "secret.sp")));
    const refused = await run("generate", "outside.yaml", "--out", "d");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("CLI_FILE_OUTSIDE") });
    const made = await run("generate", "outside.yaml", "--out", "d", "--include-root", other, "--quiet");
    expect(made).toMatchObject({ code: 0, stderr: "" });

    await writeFile(
      join(cwd, "here.sp"),
      "own\n.param r=1k\n.include cards.inc\nv1 a 0 1\nr1 a b 1k\n.end\n",
    );
    await writeFile(join(cwd, "here.yaml"), recipe("here.sp"));
    expect((await run("generate", "here.yaml", "--out", "e")).code).toBe(1);
    const flags = ["--out", "e", "--include-root", other, "--quiet"];
    expect(await run("generate", "here.yaml", ...flags)).toMatchObject({ code: 0, stderr: "" });

    await writeFile(
      join(cwd, "bench.yaml"),
      `name: b\ncircuit: { netlist: "${join(other, "secret.sp")}" }\ndecks: { d: { analyses: { p: { kind: op } } } }\nmeasures: { x: { measure: value, analysis: p, of: v(b) } }\n`,
    );
    const bench = await run("simulate", "--testbench", "bench.yaml");
    expect(bench).toMatchObject({ code: 1, stderr: expect.stringContaining("CLI_FILE_OUTSIDE") });
  });

  it("points at a typo in a recipe and says what was meant", async () => {
    await writeFile(
      join(cwd, "my.yaml"),
      "name: mine\ncircuits: [ladder-3]\nsplits: { train: 5 }\nseeed: 3\n",
    );
    const { code, stderr } = await run("generate", "my.yaml", "--out", "d");
    expect(code).toBe(1);
    expect(stderr).toContain("my.yaml:4:1");
    expect(stderr).toContain('did you mean "seed"?');
    expect(await readdir(cwd)).toEqual(["my.yaml"]);
  });

  it.each([
    [["generate", "laddr"], 1, 'did you mean "ladder"?'],
    [["generate", "missing.yaml"], 1, "no such file"],
    [["generate", "ladder", "--count", "1"], 1, "DATASET_COUNT"],
    [["generate", "ladder", "--count", "many"], 2, "an integer from 1 up"],
    [["generate", "ladder", "--simulator", "spectre"], 2, "embedded"],
    [["generate", "ladder", "--force", "--resume"], 2, "cannot be used with"],
    [["dataset", "info", "."], 1, "DATASET_NOT_FOUND"],
  ])("refuses %j", async (argv, code, text) => {
    const result = await run(...argv);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(text);
  });

  it("keeps a finished dataset unless --force is given", async () => {
    const command = ["generate", "rser", "--count", "60", "--simulator", "exact", "--out", "d"];
    await run(...command);
    expect(await run(...command)).toMatchObject({ code: 1, stderr: expect.stringContaining("--force") });
    expect((await run(...command, "--force")).code).toBe(0);
    expect((await run(...command, "--resume")).code).toBe(0);
  });
});

describe("kirchhoff dataset info", () => {
  it("shows the spread of each measure, and why rows do not have it", async () => {
    await run("generate", "opamp-biased-loop", "--count", "13", "--out", "d");
    const { code, stdout } = await run("dataset", "info", "d");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +measure +valid +mean +deviation +from +to$/m);
    expect(stdout).toMatch(/^ +gain +10( +-?\d+(\.\d+)? dB){4}$/m);
    expect(stdout).toMatch(/^ +phaseMargin invalid: MEASURE_GAIN_BELOW_ONE \d+$/m);
    const { splits } = JSON.parse((await run("dataset", "info", "d", "--json")).stdout);
    expect(splits[0].measures.power).toMatchObject({ unit: "W", valid: 10, invalid: {} });
  });

  it("fails on a damaged shard and names it; --resume repairs it", async () => {
    const command = ["generate", "rser", "--count", "60", "--simulator", "exact", "--out", "d"];
    await run(...command);
    await truncate(join(cwd, "d/shard-00000.parquet"), 500);
    const info = await run("dataset", "info", "d");
    expect(info.code).toBe(1);
    expect(info.stdout).toContain("damaged: 1 shard is not as generated");
    expect(info.stdout).toContain("DATASET_SHARD_TRUNCATED: shard-00000.parquet");
    expect(info.stdout).toMatch(
      /^ +do: restore the file, or make it again with: kirchhoff generate … --resume$/m,
    );
    await run(...command, "--resume");
    expect((await run("dataset", "info", "d")).code).toBe(0);
  });
});

describe("kirchhoff dataset export", () => {
  it("writes graphs for PyTorch Geometric, or copies the rows", async () => {
    await run("generate", "rser", "--count", "60", "--simulator", "exact", "--out", "d");
    const pyg = await run("dataset", "export", "d", "--out", "pyg", "--scheme", "raw");
    expect(pyg).toMatchObject({ code: 0, stderr: "" });
    expect(pyg.stdout).toMatch(/^ {2}train +27 graphs, \d+ nodes of 2 features, \d+ directed edges$/m);
    expect(await readdir(join(cwd, "pyg"))).toEqual(["description.json", "test", "train", "valid"]);
    const rows = await run("dataset", "export", "d", "--format", "parquet", "--out", "rows");
    expect(rows.stdout).toContain("rows: 60 rows in 1 Parquet files");
    expect((await run("dataset", "info", "rows")).code).toBe(0);
    expect((await run("dataset", "export", "d", "--out", "pyg")).stderr).toContain(
      "DATASET_FOLDER_NOT_EMPTY",
    );
  });

  it("offers every way to write nodes as numbers", async () => {
    const { stdout } = await run("dataset", "export", "--help");
    for (const name of nodeEncodingNames) expect(stdout).toContain(`"${name}"`);
  });
});

describe("the kirchhoff process", () => {
  const argumentsOf = (out: string) => ["generate", "r.yaml", "--simulator", "exact", "--out", out, "--json"];

  beforeEach(async () => {
    await writeFile(
      join(cwd, "r.yaml"),
      "name: r\ncircuits: [ladder-16, ladder-24]\nsplits: { train: 4000 }\nrowsPerShard: 100\n",
    );
  });

  it.each([["SIGKILL"], ["SIGINT"]] as const)("resumes after %s to the same bytes", async (signal) => {
    expect((await run(...argumentsOf("whole"))).code).toBe(0);
    const child = spawn(process.execPath, [bin, ...argumentsOf("d")], { cwd, stdio: "ignore" });
    const ended = once(child, "exit");
    while (!(await readdir(join(cwd, "d")).catch(() => [])).some((file) => file.endsWith("4.parquet"))) {
      expect(child.exitCode).toBeNull();
      await sleep(5);
    }
    child.kill(signal);
    expect(await ended).toEqual(signal === "SIGKILL" ? [null, "SIGKILL"] : [130, null]);
    await expect(openDataset(join(cwd, "d"))).rejects.toMatchObject({ code: "DATASET_UNFINISHED" });

    const resumed = await run(...argumentsOf("d"), "--resume");
    expect(resumed.code).toBe(0);
    const shards = (text: string) => JSON.parse(text).shards;
    expect(shards(resumed.stdout)).toEqual(shards((await run(...argumentsOf("whole"), "--resume")).stdout));
    await openDataset(join(cwd, "d"));
  });

  it.skipIf(process.platform === "win32")(
    "says that there is no room, and resumes once there is",
    async () => {
      const limited = spawn(
        "bash",
        ["-c", 'ulimit -f 16; exec "$0" "$@"', process.execPath, bin, ...argumentsOf("d")],
        {
          cwd,
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      let text = "";
      limited.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      const [code] = await once(limited, "close");
      expect({ code, text }).toMatchObject({ code: 1, text: expect.stringContaining("DATASET_DISK_FULL") });
      expect(text).toContain("--resume");
      expect((await readdir(join(cwd, "d"))).filter((file) => file.endsWith(".tmp"))).toEqual([]);
      expect((await run(...argumentsOf("d"), "--resume")).code).toBe(0);
    },
  );
});
