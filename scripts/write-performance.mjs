// Writes docs/performance.md from docs/measurements/. Run after `npm run build`:
//   node scripts/write-performance.mjs                          write the page anew
//   node scripts/write-performance.mjs --measure step netlist   measure these first (all: every one), on a quiet machine
//   node scripts/write-performance.mjs --record torch-step --command "python3 bench_step.py --agg pyg" < printed.json
//                                                               keep what another program printed
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measurementMarkdown, parseMeasurement, recordMeasurement } from "../dist/bench/index.js";
import { writeSection } from "../dist/report/index.js";

/** The sections of the page and the programs behind them; those without one are recorded. */
const programs = {
  simulate: ["bench/simulate.mjs", "--json"],
  "simulate-analyses": ["bench/simulate.mjs", "--analyses", "--json"],
  generate: ["bench/generate.mjs", "--json"],
  "task-data": ["bench/task-data.mjs", "--json"],
  "simulate-memory": ["bench/simulate.mjs", "--memory", "--json"],
  netlist: ["bench/netlist.mjs", "--json"],
  batch: ["bench/batch.mjs", "--json"],
  step: ["bench/step.mjs", "--json"],
  "torch-step": undefined,
};

/** Our step beside PyTorch's, where both were measured on the same batches; the bars are those we set ourselves. */
function stepRatios() {
  const read = (name) =>
    existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), "utf8")).output : undefined;
  const [ours, torch] = [read("step"), read("torch-step")];
  if (!ours || !torch) return "No measurement is kept here.";
  const row = (what, mine, theirs, ratio, bar) =>
    `| ${what} | ${Math.round(mine)} | ${Math.round(theirs)} | ${ratio.toFixed(2)} | ${bar} |`;
  return [
    `|  | ours | PyTorch ${torch.torch} | ratio | bar |`,
    "|---|---:|---:|---:|---|",
    row("training step, ms", ours.stepMs, torch.ms_step, ours.stepMs / torch.ms_step, "at most 0.35"),
    row(
      "inference, graphs a second",
      ours.inferenceGraphsPerSecond,
      torch.infer_graphs_per_s,
      ours.inferenceGraphsPerSecond / torch.infer_graphs_per_s,
      "at least 2",
    ),
    row("peak memory, MB", ours.peakMb, torch.peak_rss_MB, ours.peakMb / torch.peak_rss_MB, "below 1"),
  ].join("\n");
}

const root = fileURLToPath(new URL("..", import.meta.url));
const fileOf = (name) => `${root}docs/measurements/${name}.json`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    measure: { type: "boolean", default: false },
    record: { type: "string" },
    command: { type: "string" },
  },
});

function keep(name, command, printed) {
  if (!(name in programs))
    throw new Error(`no section ${name}; there are ${Object.keys(programs).join(", ")}`);
  writeFileSync(fileOf(name), `${JSON.stringify(recordMeasurement(command, printed), null, 2)}\n`);
}

function measure(name) {
  const program = programs[name];
  if (!program) throw new Error(`${name} has no program here: record what another one printed with --record`);
  const options = { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "inherit"] };
  keep(name, ["node", ...program].join(" "), execFileSync(process.execPath, program, options));
}

mkdirSync(fileOf(".").replace(/[^/]*$/, ""), { recursive: true });
if (flags.record !== undefined) keep(flags.record, flags.command ?? flags.record, readFileSync(0, "utf8"));
if (flags.measure) {
  const own = Object.keys(programs).filter((name) => programs[name]);
  for (const name of positionals[0] === "all" ? own : positionals) measure(name);
}
for (const name of Object.keys(programs)) {
  const file = fileOf(name);
  const content = existsSync(file)
    ? measurementMarkdown(parseMeasurement(readFileSync(file, "utf8"), file))
    : "No measurement is kept here.";
  writeSection(`${root}docs/performance.md`, name, content);
}
writeSection(`${root}docs/performance.md`, "step-ratios", stepRatios());
