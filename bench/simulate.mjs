// Operating points of the 10-branch resistor ladder per second, against one `ngspice -b` process a simulation; see --help.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ladder } from "../dist/circuit/index.js";
import { RandomStream } from "../dist/core/index.js";
import { printCircuit } from "../dist/netlist/index.js";
import { findNativeLibrary, openSimulator, solveLinear } from "../dist/simulate/index.js";

const help = `npm run build && node bench/simulate.mjs [--rounds 5] [--runs 2000] [--branches 10] [--json]
node bench/simulate.mjs --memory [--runs 20000] [--simulator native|embedded] [--json]

Rates are taken in turn, round by round, and reported as medians, so that a loaded machine slows all of them alike.
--memory prints resident memory while one worker simulates; the worker's own for native, this process's for embedded.`;

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    runs: { type: "string" },
    branches: { type: "string", default: "10" },
    simulator: { type: "string" },
    memory: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const topology = ladder(Number(flags.branches));
const stream = new RandomStream(1, "bench/simulate");
const values = Array.from({ length: 500 }, () =>
  Float64Array.from(topology.parameters, () => stream.uniform(0.01, 1)),
);

function* circuits(count) {
  for (let i = 0; i < count; i++) yield topology.build(values[i % values.length]);
}

async function operatingPointsPerSecond(pool, count) {
  const start = performance.now();
  for await (const { result } of pool.operatingPoints(circuits(count))) {
    if (result.status !== "ok") throw new Error(result.message);
  }
  return (1000 * count) / (performance.now() - start);
}

/** One `ngspice -b` process for each simulation, the deck in a file, the result in a raw file; null where it is not installed. */
function processesPerSecond(folder, count) {
  const deck = join(folder, "ladder.sp");
  writeFileSync(deck, printCircuit(topology.build(values[0])).deck.replace(".end", ".op\n.end"));
  // A shell's loop, since to start processes from this one, with simulators of its own inside, would slow them down.
  const loop = 'i=0; while [ $i -lt "$1" ]; do ngspice -b -r "$2" "$3" || exit 1; i=$((i+1)); done';
  const start = performance.now();
  const { status } = spawnSync("sh", ["-c", loop, "sh", String(count), join(folder, "out.raw"), deck], {
    stdio: "ignore",
  });
  return status === 0 ? (1000 * count) / (performance.now() - start) : null;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function kinds() {
  if (flags.simulator) return [flags.simulator];
  return (await findNativeLibrary()) ? ["native", "embedded"] : ["embedded"];
}

async function throughput() {
  const runs = Number(flags.runs ?? 2000);
  const entries = [];
  for (const simulator of await kinds()) {
    for (const workers of [1, 2]) {
      const pool = await openSimulator({ simulator, workers });
      await operatingPointsPerSecond(pool, runs);
      entries.push({
        what: `${simulator}, ${workers} worker${workers > 1 ? "s" : ""}`,
        pool,
        simulator,
        workers,
        rates: [],
      });
    }
  }
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-bench-"));
  const processes = [];
  const exact = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    processes.push(processesPerSecond(folder, 60));
    for (const { pool, rates, workers } of entries)
      rates.push(await operatingPointsPerSecond(pool, runs * workers));
    const start = performance.now();
    for (const circuit of circuits(runs)) solveLinear(circuit);
    exact.push((1000 * runs) / (performance.now() - start));
  }
  rmSync(folder, { recursive: true });
  for (const { pool } of entries) await pool.close();
  const baseline = processes[0] === null ? null : median(processes);
  const row = (what, rate, extra = {}) => ({
    what,
    perSecond: rate,
    timesProcess: baseline && rate / baseline,
    ...extra,
  });
  const rates = entries.map(({ what, rates, pool, simulator, workers }) => {
    const one = entries.find((other) => other.simulator === simulator && other.workers === 1);
    return row(what, median(rates), {
      version: pool.version,
      timesOneWorker: median(rates) / median(one.rates),
      workers,
    });
  });
  const rows = [...(baseline ? [row("ngspice -b, a process a run", baseline)] : []), ...rates];
  return {
    branches: Number(flags.branches),
    runs,
    rows: [...rows, row("solveLinear, this thread", median(exact))],
  };
}

async function memory() {
  const runs = Number(flags.runs ?? 20_000);
  const rows = [];
  for (const simulator of await kinds()) {
    const pool = await openSimulator({ simulator, workers: 1 });
    for (let done = 0; done < runs; done += runs / 10) {
      await operatingPointsPerSecond(pool, runs / 10);
      const bytes = simulator === "native" ? pool.residentBytes : process.memoryUsage.rss();
      rows.push({ simulator, runs: done + runs / 10, residentMegabytes: Math.round(bytes / 1e5) / 10 });
    }
    await pool.close();
  }
  return { branches: Number(flags.branches), rows };
}

if (flags.help) console.log(help);
else {
  const load = loadavg()[0];
  const result = {
    cores: availableParallelism(),
    loadAverageBefore: load,
    ...(await (flags.memory ? memory() : throughput())),
  };
  if (flags.json) console.log(JSON.stringify(result, null, 2));
  else {
    console.log(
      `${result.cores} cores, load average ${load.toFixed(1)} before; ladder of ${result.branches} branches`,
    );
    for (const row of result.rows) {
      if (flags.memory)
        console.log(
          `${row.simulator.padEnd(10)}${String(row.runs).padStart(8)} runs${row.residentMegabytes.toFixed(1).padStart(8)} MB`,
        );
      else {
        const ratio = row.timesProcess ? `${row.timesProcess.toFixed(1)} x a process` : "";
        const scaling = row.workers > 1 ? `, ${row.timesOneWorker.toFixed(2)} x one worker` : "";
        console.log(`${row.what.padEnd(30)}${row.perSecond.toFixed(0).padStart(7)}/s  ${ratio}${scaling}`);
      }
    }
  }
}
