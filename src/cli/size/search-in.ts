import type { SimulationPool } from "../../simulate/index.js";
import type { Problem, SizingFolder, SizingResult } from "../../size/index.js";
import {
  type CliContext,
  createProgress,
  ExitCode,
  type Interrupt,
  onInterrupt,
  printable,
} from "../index.js";
import type { SizeFlags } from "./flags.js";

/** A run that is under way. */
interface Run {
  readonly run: SizingFolder;
  /** Its folder as the user named it. */
  readonly folder: string;
  readonly problem: Problem;
  readonly pool: SimulationPool;
  readonly flags: SizeFlags;
}

/** Searches from where a run is to its end, looks at the final design, and writes what came of it. Throws CLI_INTERRUPTED. */
export async function searchIn(under: Run, context: CliContext): Promise<void> {
  const { run, folder, problem, pool, flags } = under;
  const { resolve } = await import("node:path");
  const { checkMismatch, size } = await import("../../size/index.js");
  if (flags.yield) checkMismatch(problem);
  const interrupt = onInterrupt(context, { resume: resumeCommand(folder, flags) });
  const silent = Boolean(flags.json || flags.quiet);
  const progress = createProgress(context, {
    label: "sizing",
    total: problem.budget,
    unit: "designs",
    silent,
  });
  try {
    const memory = await run.memory();
    progress.update(memory?.history.length ?? 0);
    const result = await size(problem, pool, {
      ...(flags.model !== undefined && { model: resolve(context.cwd, flags.model) }),
      memory,
      recorder: run,
      signal: interrupt.signal,
      onProgress: ({ history, best, feasible }) =>
        progress.update(history.length, `best cost ${best!.cost.toFixed(4)}, ${feasible} meet the specs`),
    }).finally(() => progress.stop());
    if (result.end === "interrupted") interrupt.throwIfRequested();
    await conclude(under, result, interrupt, context);
  } finally {
    interrupt.dispose();
  }
}

/** The search's outcome is on the disk before the final design is looked at, which may take long. */
async function conclude(
  { run, folder, problem, pool, flags }: Run,
  result: SizingResult,
  interrupt: Interrupt,
  context: CliContext,
): Promise<void> {
  const { assess } = await import("./assess.js");
  const { describeOutcome, outcomeData, outcomeFiles } = await import("./outcome.js");
  const { best } = result;
  let outcome = { problem, result, trust: {} };
  let files = outcomeFiles(outcome);
  const write = async () => {
    for (const [name, text] of Object.entries(files)) await run.write(name, text);
  };
  await write();
  if (best?.feasible) {
    const trust = await assess({ problem, pool, path: run.folder, best, flags, interrupt }, context);
    outcome = { problem, result, trust };
    files = outcomeFiles(outcome);
    await write();
  } else context.exitCode = ExitCode.failed;
  if (flags.json) {
    context.stdout.write(`${JSON.stringify({ folder, ...outcomeData(outcome) }, null, 2)}\n`);
    return;
  }
  const spent = result.end === "budget" && !best?.feasible;
  const more = [
    `The budget is spent. To go on: kirchhoff size --resume ${folder} --budget ${Math.max(2 * problem.budget, 200)}`,
  ];
  const wrote = Object.keys(files).map((name) => `wrote ${folder}/${name}`);
  context.stdout.write(
    printable(`${[...describeOutcome(outcome), ...(spent ? more : []), ...wrote].join("\n")}\n`),
  );
}

function resumeCommand(folder: string, flags: SizeFlags): string {
  const more = [
    ...(flags.yield === undefined ? [] : [` --yield ${flags.yield}`]),
    ...(flags.sensitivity ? [] : [" --no-sensitivity"]),
  ];
  return `kirchhoff size --resume ${folder}${more.join("")}`;
}
