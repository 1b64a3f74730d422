import { KirchhoffError } from "../../core/index.js";
import type { Problem, SizingDescription } from "../../size/index.js";
import { interruptedCode } from "../context.js";
import { type CliContext, printable } from "../index.js";
import type { SizeFlags } from "./flags.js";
import { openProblem, overridesOf } from "./open-problem.js";
import { checkSimulator, defaultTimeoutSeconds, openPool } from "./open-simulator.js";
import { searchIn } from "./search-in.js";

/** Sizes a problem, or goes on with a run, as the flags say. */
export async function sizeCommand(
  file: string | undefined,
  flags: SizeFlags,
  context: CliContext,
): Promise<void> {
  const { problemJsonSchema, searches, searchNamed } = await import("../../size/index.js");
  if (flags.schema) {
    context.stdout.write(`${JSON.stringify(problemJsonSchema(), null, 2)}\n`);
    return;
  }
  if (flags.searches) {
    const width = Math.max(...searches.map(({ name }) => name.length)) + 2;
    const rows = searches.map(({ name, description }) => `  ${name.padEnd(width)}${description}\n`);
    context.stdout.write(rows.join(""));
    return;
  }
  if (flags.resume !== undefined) {
    checkResume(file, flags);
    return resumeRun(flags.resume, flags, context);
  }
  if (file === undefined) {
    throw new KirchhoffError("CLI_SIZE_WHAT", "there is nothing to size", {
      expected: "a problem file, or --resume <folder>",
    });
  }
  const problem = await openProblem(file, flags.includeRoot, overridesOf(flags), context);
  const { usesNetwork } = searchNamed(problem.search);
  if (flags.model !== undefined && !usesNetwork) {
    const using = searches.filter((kind) => kind.usesNetwork).map(({ name }) => name);
    throw new KirchhoffError("CLI_SIZE_MODEL", `the search ${problem.search} uses no network`, {
      expected: `--model with --search ${using.join(", ")}`,
    });
  }
  if (flags.check) {
    const { describeProblem } = await import("./tables.js");
    context.stdout.write(printable(`${describeProblem(problem).join("\n")}\n`));
    return;
  }
  return beginRun(file, problem, flags, context);
}

async function beginRun(
  file: string,
  problem: Problem,
  flags: SizeFlags,
  context: CliContext,
): Promise<void> {
  const { basename, relative, resolve } = await import("node:path");
  const { SizingFolder } = await import("../../size/index.js");
  const { gitCommit, versions } = await import("../../train/index.js");
  const folder = flags.out ?? `runs/size-${basename(file).replace(/\.ya?ml$/i, "")}`;
  const path = resolve(context.cwd, folder);
  for (const note of problem.notes)
    if (!flags.quiet && !flags.json) context.stderr.write(printable(`rule: ${note}\n`));
  const timeoutSeconds = flags.timeout ?? defaultTimeoutSeconds;
  const pool = await openPool(flags, timeoutSeconds, context);
  try {
    const { search, budget, batch, stop, seed } = problem;
    const git = await gitCommit(context.cwd);
    const description: SizingDescription = {
      ...{ format: 1, command: "size", started: new Date().toISOString(), versions: await versions() },
      platform: `${process.platform}-${process.arch}`,
      ...(git && { git }),
      problem: relative(path, resolve(context.cwd, file)),
      sha256: problem.digest,
      simulator: { name: pool.name, version: pool.version },
      timeoutSeconds,
      settings: { search, budget, batch, stop, seed },
      includeRoots: flags.includeRoot.map((root) => relative(path, resolve(context.cwd, root))),
      ...(flags.model !== undefined && { model: relative(path, resolve(context.cwd, flags.model)) }),
    };
    const run = await SizingFolder.create(path, description);
    try {
      await searchIn({ run, folder, problem, pool, flags }, context);
    } catch (error) {
      if (!(error instanceof KirchhoffError && error.code === interruptedCode)) await run.discard();
      throw error;
    } finally {
      await run.close();
    }
  } finally {
    await pool.close();
  }
}

/** Throws CLI_SIZE_RESUME for what a run that goes on has already, or does not do. */
function checkResume(file: string | undefined, flags: SizeFlags): void {
  const keys = ["search", "model", "seed", "batch", "out", "timeout", "check"] as const;
  const given = keys.filter((key) => flags[key] !== undefined).map((key) => `--${key}`);
  const [found] = [...(file === undefined ? [] : ["problem file"]), ...given];
  if (found === undefined) return;
  throw new KirchhoffError("CLI_SIZE_RESUME", `a run that goes on takes no ${found}`, {
    expected: "at most another --budget or --stop",
    hint: "begin a new run for another problem, search, model, seed, batch or timeout",
  });
}

async function resumeRun(folder: string, flags: SizeFlags, context: CliContext): Promise<void> {
  const { relative, resolve } = await import("node:path");
  const { readDescription, SizingFolder } = await import("../../size/index.js");
  const path = resolve(context.cwd, folder);
  const description = await readDescription(path);
  const { settings, sha256, simulator, timeoutSeconds } = description;
  const roots = [...description.includeRoots.map((root) => resolve(path, root)), ...flags.includeRoot];
  const file = relative(context.cwd, resolve(path, description.problem));
  const problem = await openProblem(file, roots, { ...settings, ...overridesOf(flags) }, context);
  if (problem.digest !== sha256) {
    throw new KirchhoffError("SIZE_PROBLEM_CHANGED", `${file} is not the problem that ${folder} began with`, {
      hint: "bring problem, netlist and testbenches back as they were, or begin a new run",
    });
  }
  const kind = simulator.name.endsWith("native") ? "native" : "embedded";
  const chosen = flags.simulator === "auto" ? kind : flags.simulator;
  const pool = await openPool({ ...flags, simulator: chosen }, timeoutSeconds, context);
  try {
    checkSimulator(pool, simulator, folder);
    const run = await SizingFolder.reopen(path);
    try {
      const { model } = description;
      const named = model === undefined ? flags : { ...flags, model: resolve(path, model) };
      await searchIn({ run, folder, problem, pool, flags: named }, context);
    } finally {
      await run.close();
    }
  } finally {
    await pool.close();
  }
}
