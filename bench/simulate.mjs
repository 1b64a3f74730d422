// Simulations per second, against one `ngspice -b` process a simulation; see --help.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ladder, mos45nm, opAmp } from "../dist/circuit/index.js";
import { RandomStream } from "../dist/core/index.js";
import { printCircuit, readNetlist } from "../dist/netlist/index.js";
import { findNativeLibrary, openSimulator, solveLinear } from "../dist/simulate/index.js";

const help = `npm run build && node bench/simulate.mjs [--rounds 5] [--runs 2000] [--branches 10] [--json]
node bench/simulate.mjs --analyses [--rounds 5] [--runs 400] [--json]
node bench/simulate.mjs --memory [--runs 20000] [--simulator native|embedded] [--json]

Operating points of a resistor ladder, or with --analyses: operating point and AC (101 points, of the output) of the two-stage
BSIM4 op-amp, and a transient of five BSIM4 inverters in a row. "fresh": a deck for each run; "altered": one deck stays loaded.
Rates are taken in turn, round by round, and reported as medians, so that a loaded machine slows all of them alike.
--memory prints resident memory while one worker simulates; the worker's own for native, this process's for embedded.`;

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    runs: { type: "string" },
    branches: { type: "string", default: "10" },
    simulator: { type: "string" },
    memory: { type: "boolean", default: false },
    analyses: { type: "boolean", default: false },
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
function processesPerSecond(folder, count, circuit, commands) {
  const deck = join(folder, "deck.sp");
  writeFileSync(deck, printCircuit(circuit).deck.replace(/\.end\n$/, `${commands}\n.end\n`));
  // A shell's loop, since to start processes from this one, with simulators of its own inside, would slow them down.
  const loop = 'i=0; while [ $i -lt "$1" ]; do ngspice -b -r "$2" "$3" || exit 1; i=$((i+1)); done';
  const start = performance.now();
  const { status } = spawnSync("sh", ["-c", loop, "sh", String(count), join(folder, "out.raw"), deck], {
    cwd: folder, // where ngspice leaves notes on model cards
    stdio: "ignore",
    // As our own workers: several threads for a small circuit only wait for one another.
    env: { ...process.env, OMP_NUM_THREADS: "1" },
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
    processes.push(processesPerSecond(folder, 60, topology.build(values[0]), ".op"));
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

/** A chain of five inverters that drive 10 fF each, and a pulse of 1 ns through it. */
function delayLine() {
  const stages = ["in", "a", "b", "c", "d", "out"].slice(0, -1).map((input, i, nets) => {
    const output = nets[i + 1] ?? "out";
    return `mn${i} ${output} ${input} 0 0 nmos45 w=1u l=90n m=1
mp${i} ${output} ${input} vdd vdd pmos45 w=2u l=90n m=1
cl${i} ${output} 0 10f`;
  });
  const text = `delay line
vvdd vdd 0 dc 1
vin in 0 dc 0 pulse(0 1 0.1n 20p 20p 1n 4n)
${stages.join("\n")}
.end`;
  return { ...readNetlist(text).circuit, models: mos45nm };
}

/** What --analyses measures: a job, the same as cards of a deck, and changes between runs, each of one parameter's value. */
function workloads() {
  const amplifier = opAmp.build([20, 20, 60, 20, 10, 30, 3e-12, 1e-11, 500, 3e-5, 0, 1.2, 0.6, 0.6]);
  const random = new RandomStream(1, "bench/simulate-analyses");
  const ac = { kind: "ac", variation: "dec", points: 10, startHz: 1, stopHz: 1e10 };
  const tran = { kind: "tran", stepSeconds: 20e-12, stopSeconds: 2.5e-9 };
  const inputs = [{ source: "vin1", magnitude: 1, phaseDegrees: 180 }];
  return [
    {
      name: "op-amp, op and ac",
      bars: { native: 20, embedded: 10 },
      job: { circuit: amplifier, analyses: [{ kind: "op" }, { ...ac, stimulus: inputs }], nets: ["net6"] },
      commands: ".op\n.ac dec 10 1 1e10",
      change: () => [
        { device: "cc", parameter: "capacitance", value: random.uniform(0.1e-12, 10e-12) },
        { device: "mn5", parameter: "m", value: random.integer(1, 100) },
      ],
    },
    {
      name: "delay line, tran",
      bars: { native: 3 },
      job: { circuit: delayLine(), analyses: [tran], nets: ["in", "out"] },
      commands: ".tran 20e-12 2.5e-9",
      change: () => [{ device: "cl2", parameter: "capacitance", value: random.uniform(5e-15, 20e-15) }],
    },
  ];
}

/** The circuit with a change, as a deck of its own. */
function changed(circuit, changes) {
  const devices = circuit.devices.map((device) => {
    const own = changes.filter(({ device: name }) => name === device.name);
    const parameters = { ...device.parameters };
    for (const { parameter, value } of own) parameters[parameter] = value;
    return own.length > 0 ? { ...device, parameters } : device;
  });
  return { ...circuit, devices };
}

async function jobsPerSecond(results, count) {
  const start = performance.now();
  for await (const { result } of results) {
    if (result.status !== "ok") throw new Error(result.message);
    const failed = result.value.find(({ status }) => status !== "ok");
    if (failed) throw new Error(failed.message);
  }
  return (1000 * count) / (performance.now() - start);
}

async function analyses() {
  const runs = Number(flags.runs ?? 400);
  const pools = await Promise.all(
    (await kinds()).map((simulator) => openSimulator({ simulator, workers: 1 })),
  );
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-bench-"));
  const rows = [];
  for (const { name, bars, job, commands, change } of workloads()) {
    const modes = {
      fresh: (pool, changes) =>
        pool.analyse(changes.map((own) => ({ ...job, circuit: changed(job.circuit, own) }))),
      altered: (pool, changes) => pool.sweepAnalyses(job, changes),
    };
    const entries = pools.flatMap((pool) =>
      Object.entries(modes).map(([mode, start]) => ({ pool, mode, start, rates: [] })),
    );
    const processes = [];
    for (let round = -1; round < Number(flags.rounds); round++) {
      if (round >= 0) processes.push(processesPerSecond(folder, 40, job.circuit, commands));
      for (const { pool, start, rates } of entries) {
        const changes = Array.from({ length: round < 0 ? 20 : runs }, change);
        const rate = await jobsPerSecond(start(pool, changes), changes.length);
        if (round >= 0) rates.push(rate);
      }
    }
    const baseline = processes[0] === null ? null : median(processes);
    if (baseline)
      rows.push({ what: `${name}: ngspice -b, a process a run`, perSecond: baseline, timesProcess: 1 });
    for (const { pool, mode, rates } of entries) {
      const perSecond = median(rates);
      const bar = bars[pool.kind];
      rows.push({
        what: `${name}: ${pool.kind}, ${mode}`,
        perSecond,
        timesProcess: baseline && perSecond / baseline,
        ...(bar ? { barTimesProcess: bar } : {}),
      });
    }
  }
  rmSync(folder, { recursive: true });
  for (const pool of pools) await pool.close();
  return { runs, rows };
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
    ...(await (flags.memory ? memory() : flags.analyses ? analyses() : throughput())),
  };
  if (flags.json) console.log(JSON.stringify(result, null, 2));
  else {
    console.log(
      `${result.cores} cores, load average ${load.toFixed(1)} before${result.branches ? `; ladder of ${result.branches} branches` : ""}`,
    );
    for (const row of result.rows) {
      if (flags.memory)
        console.log(
          `${row.simulator.padEnd(10)}${String(row.runs).padStart(8)} runs${row.residentMegabytes.toFixed(1).padStart(8)} MB`,
        );
      else {
        const ratio = row.timesProcess ? `${row.timesProcess.toFixed(1)} x a process` : "";
        const scaling = row.workers > 1 ? `, ${row.timesOneWorker.toFixed(2)} x one worker` : "";
        console.log(`${row.what.padEnd(48)}${row.perSecond.toFixed(0).padStart(7)}/s  ${ratio}${scaling}`);
      }
    }
  }
}
