import type { Diagnostic } from "../../netlist/index.js";
import type {
  CornerResult,
  NetlistSource,
  ParametricSource,
  SimulationPool,
  Testbench,
  TestbenchMeasurement,
} from "../../simulate/index.js";
import { type CliContext, createProgress, ExitCode, printable } from "../index.js";
import type { SimulateFlags } from "./flags.js";
import { describeOperatingPoint, section } from "./operating-point.js";
import { asPlainData } from "./plain-data.js";
import { plotOf, writePlots } from "./plots.js";
import { printWarnings } from "./read-deck.js";
import { textTable } from "./table.js";
import { withUnit } from "./units.js";

/** Runs a testbench, in its corners where that is asked for, and prints its measures. */
export async function simulateTestbench(
  testbench: Testbench,
  source: NetlistSource | ParametricSource,
  flags: SimulateFlags,
  pool: SimulationPool,
  context: CliContext,
): Promise<void> {
  const { runCorners } = await import("../../simulate/index.js");
  const nets = flags.nets?.split(",").map((name) => name.trim().toLowerCase());
  const chosen = flags.corners ? testbench : { ...testbench, corners: [] };
  const total = Math.max(1, chosen.corners.length);
  const progress = createProgress(context, {
    label: "simulating",
    total,
    unit: "corners",
    silent: flags.json === true,
  });
  const diagnostics: Diagnostic[] = [];
  let results: CornerResult[];
  try {
    results = await runCorners(pool, chosen, source, {
      ...(nets && { nets }),
      onResult: (done) => progress.update(done),
      onWarning: (warning) => diagnostics.push(warning),
    });
  } finally {
    progress.stop();
    await printWarnings({ diagnostics }, context);
  }
  const failed = results.some(({ result }) =>
    Object.values(result.decks).some(
      (deck) => deck.status === "failed" || deck.value.some(({ status }) => status === "failed"),
    ),
  );
  if (failed) context.exitCode = ExitCode.failed;
  const files =
    flags.plots === undefined ? [] : await writePlots(flags.plots, plotsOf(results, testbench, nets));
  const simulator = `${pool.name} ${pool.version}`;
  const text = flags.json
    ? await asJson(chosen, results, simulator, files)
    : await describe(chosen, results, simulator, nets, files);
  context.stdout.write(flags.json ? text : printable(text));
}

async function describe(
  testbench: Testbench,
  results: readonly CornerResult[],
  simulator: string,
  nets: readonly string[] | undefined,
  files: readonly string[],
): Promise<string> {
  const { measureUnits, worstCases } = await import("../../simulate/index.js");
  const lines = [`testbench ${testbench.name}: ${simulator}`];
  const isSingle = results.length === 1;
  const worst = isSingle ? {} : worstCases(testbench, results);
  const header = [
    "measure",
    ...results.map(({ corner }) => (isSingle ? "value" : corner)),
    ...(isSingle ? [] : ["worst in"]),
  ];
  const rows = Object.entries(testbench.measures).map(([name, { measure }]) => [
    name,
    ...results.map(({ result }) => cell(result.measures[name]!, measureUnits[measure])),
    ...(isSingle ? [] : [worst[name]?.corner ?? ""]),
  ]);
  lines.push(...section("measures", textTable(header, rows), rows.length));
  lines.push(...section("without a value", reasons(results)));
  if (isSingle) lines.push(...points(results[0]!, nets));
  if (files.length > 0) lines.push("", ...files.map((file) => `wrote ${file}`));
  return `${lines.join("\n")}\n`;
}

function cell(measurement: TestbenchMeasurement, unit: string): string {
  return measurement.status === "ok" ? withUnit(measurement.value, unit) : "-";
}

/** Why measures have no value, and which analyses failed; each once. */
function reasons(results: readonly CornerResult[]): string[] {
  const lines = results.flatMap(({ corner, result }) => {
    const where = results.length > 1 ? `${corner}: ` : "";
    const missing = Object.entries(result.measures).flatMap(([name, one]) =>
      one.status === "invalid" ? [`  ${where}${name}: ${one.message} (${one.reason})`] : [],
    );
    return missing;
  });
  return [...new Set(lines)];
}

/** The operating points of a single result, deck by deck. */
function points({ result }: CornerResult, nets: readonly string[] | undefined): string[] {
  return Object.entries(result.decks).flatMap(([deck, outcome]) => {
    if (outcome.status === "failed")
      return section(`deck ${deck}: failed`, [`  ${outcome.reason}: ${outcome.message}`]);
    const circuit = result.circuits[deck]!;
    const shown = nets ?? circuit.nets.map(({ name }) => name);
    return outcome.value.flatMap((output) =>
      output.status === "ok" && output.kind === "op"
        ? ["", `deck ${deck}, ${output.id}`, ...describeOperatingPoint(circuit, output, shown).slice(1)]
        : [],
    );
  });
}

function plotsOf(
  results: readonly CornerResult[],
  testbench: Testbench,
  nets: readonly string[] | undefined,
) {
  return results.flatMap(({ corner, result }) =>
    Object.values(result.decks).flatMap((deck) => {
      if (deck.status === "failed") return [];
      return deck.value.flatMap((output) => {
        const kept = "voltages" in output ? Object.keys(output.voltages) : [];
        const isSpot = "frequenciesHz" in output && output.frequenciesHz.length < 2;
        const title = results.length > 1 ? `${testbench.name}, ${corner}` : testbench.name;
        const plot = isSpot ? undefined : plotOf(output, nets ?? kept, title);
        return plot ? [{ ...plot, name: results.length > 1 ? `${corner}-${plot.name}` : plot.name }] : [];
      });
    }),
  );
}

async function asJson(
  testbench: Testbench,
  results: readonly CornerResult[],
  simulator: string,
  plots: readonly string[],
): Promise<string> {
  const { measureUnits, worstCases } = await import("../../simulate/index.js");
  const units = Object.fromEntries(
    Object.entries(testbench.measures).map(([name, { measure }]) => [name, measureUnits[measure]]),
  );
  const corners = results.map(({ corner, result }) => ({
    corner,
    measures: result.measures,
    decks: Object.fromEntries(
      Object.entries(result.decks).map(([deck, outcome]) => [
        deck,
        outcome.status === "failed"
          ? outcome
          : outcome.value.map((output) => asPlainData(output, result.circuits[deck]!)),
      ]),
    ),
  }));
  const worst = results.length > 1 ? { worst: worstCases(testbench, results) } : {};
  return `${JSON.stringify({ testbench: testbench.name, simulator, units, corners, ...worst, plots }, null, 2)}\n`;
}
