import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diceMarkdown, dicePicture, readDiceTable, runDiceTable, unseenMaps } from "../../src/bench/index.js";
import { CircuitEncoder } from "../../src/train/index.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kirchhoff-dice-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tiny = () => ({ folder, methods: ["raw", "untrained", "dice-32"], seeds: 1, steps: 2, members: 2 });

describe("bench dice", () => {
  it("trains, tests and reads the table again", async () => {
    const { finished, table } = await runDiceTable(tiny());
    expect(finished).toBe(true);
    expect(table.rows.map(({ method }) => method)).toEqual(["raw", "untrained", "dice-32"]);
    expect(table.graphs).toBe(15 * 4);
    for (const { figures } of table.rows) {
      expect(figures.precision.mean).toBeGreaterThanOrEqual(0);
      expect(figures.positiveSimilarity.mean).toBeLessThanOrEqual(1.0001);
    }
    expect(await readDiceTable(folder)).toEqual(table);
    expect(diceMarkdown(table, "p.svg")).toContain("untrained network");
    expect(dicePicture(table)).toContain("<svg");
  });

  it("keeps what is finished, and refuses other settings", async () => {
    await expect(runDiceTable(tiny())).rejects.toMatchObject({ code: "BENCH_CELL_EXISTS" });
    await expect(runDiceTable({ ...tiny(), resume: true, members: 3 })).rejects.toMatchObject({
      code: "BENCH_CELL_DIFFERS",
    });
    const file = join(folder, "dice-32/seed-1/intrinsic.json");
    const before = await readFile(file, "utf8");
    expect((await runDiceTable({ ...tiny(), resume: true })).finished).toBe(true);
    expect(await readFile(file, "utf8")).toBe(before);
  });

  it("says which rows there are", async () => {
    await expect(runDiceTable({ ...tiny(), methods: ["dise"] })).rejects.toThrow('did you mean "dice"?');
  });

  it("draws where circuits lie before and after training", async () => {
    const encoder = await CircuitEncoder.open(join(folder, "dice-32/seed-1"), { threads: 1 });
    const { before, after } = await unseenMaps(encoder, "umap", {
      circuits: ["half_adder", "csamp", "mux_1"],
      members: 6,
    });
    await encoder.release();
    expect(before).toContain("half_adder");
    expect(before).not.toBe(after);
  });
});
