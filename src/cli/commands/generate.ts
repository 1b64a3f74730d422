import { type Command, Option } from "commander";
import type { Manifest, Recipe, RecipeFiles } from "../../dataset/index.js";
import { type CliContext, contextOf, createProgress, onInterrupt, readText } from "../index.js";
import { integerFrom } from "../option-values.js";
import { includeRootOption } from "../simulate/include-root-option.js";

interface GenerateFlags {
  readonly out?: string;
  readonly count?: number;
  readonly seed?: number;
  readonly workers?: number;
  readonly simulator?: "auto" | "native" | "embedded" | "exact";
  readonly includeRoot: readonly string[];
  readonly voltagesOnly?: true;
  readonly resume?: true;
  readonly force?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `kirchhoff generate`: a recipe to a labelled dataset in a folder. */
export function register(program: Command): void {
  program
    .command("generate")
    .description("generate a labelled dataset from a recipe")
    .argument("<recipe>", "a recipe's name (ladder, ladder-32, wheatstone-bridge …) or a recipe file (.yaml)")
    .option("-o, --out <folder>", "folder of the dataset (default: data/<recipe's name>)")
    .option("-n, --count <rows>", "rows in all, the splits in the recipe's proportion", integerFrom(1))
    .option("--seed <number>", "seed, in place of the recipe's", integerFrom(0))
    .option(
      "--workers <number>",
      "simulators to run side by side (default: one for each core)",
      integerFrom(1),
    )
    .addOption(
      new Option("--simulator <which>", "what computes the labels, in place of the recipe's choice").choices([
        "auto",
        "native",
        "embedded",
        "exact",
      ]),
    )
    .addOption(includeRootOption())
    .option("--voltages-only", "leave out the measures and device operating points that the recipe asks for")
    .option("--resume", "go on with an unfinished dataset")
    .addOption(new Option("--force", "replace the dataset in the folder").conflicts("resume"))
    .option("--json", "print the manifest as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (name: string, flags: GenerateFlags, command: Command) => generate(name, flags, command));
}

const help = `
The same recipe, seed and simulator give the same files, whatever the number of workers. Ctrl-C, a crash or a full disk leave
a folder that --resume completes to the same bytes. A simulation that fails stays as a row with its reason.

Recipes by name: ladder, ladder-12, ladder-16, ladder-32, ladder-128 (or any ladder-N), ladder-rout, parallel-divider,
series-divider, loaded-divider, wheatstone-bridge, opamp, opamp-biased, opamp-biased-loop; delay-lines,
delay-lines-published, dice-opamps, dice-opamps-sized and dice-opamps-others, of several topologies. docs/datasets.md shows how to write your own.

Examples:
  kirchhoff generate ladder --out data/ladder
  kirchhoff generate ladder-32 --count 1050 --seed 7 --out data/r32
  kirchhoff generate my-recipe.yaml --out data/mine --resume`;

async function generate(name: string, flags: GenerateFlags, command: Command): Promise<void> {
  const context = contextOf(command);
  const { resolve } = await import("node:path");
  const { generateDataset, openSource, rowCount } = await import("../../dataset/index.js");
  const recipe = await recipeOf(name, flags, context);
  const folder = resolve(context.cwd, flags.out ?? `data/${recipe.name}`);
  const total = rowCount(recipe);
  const progress = createProgress(context, {
    label: "simulating",
    total,
    unit: "circuits",
    silent: flags.json === true || flags.quiet === true,
  });
  const interrupt = onInterrupt(context, { resume: "the same command with --resume" });
  const source = await openSource(recipe.simulator, {
    ...(flags.workers !== undefined && { workers: flags.workers }),
  });
  try {
    const manifest = await generateDataset({
      folder,
      recipe,
      source,
      resume: flags.resume === true,
      force: flags.force === true,
      signal: interrupt.signal,
      onProgress: ({ done, failed }) => progress.update(done, failed > 0 ? `${failed} failed` : ""),
    });
    progress.stop();
    if (flags.json) context.stdout.write(`${JSON.stringify({ folder, ...manifest }, null, 2)}\n`);
    else context.stdout.write(await summary(folder, manifest));
  } catch (error) {
    progress.stop();
    interrupt.throwIfRequested();
    throw error;
  } finally {
    interrupt.dispose();
    await source.close();
  }
}

/** The recipe that an argument names: a file if it looks like one, else by name; the flags go before what it says. */
async function recipeOf(name: string, flags: GenerateFlags, context: CliContext): Promise<Recipe> {
  const { cwd } = context;
  const { resolve } = await import("node:path");
  const { loadRecipe, namedRecipe, voltagesOnly, withRowCount } = await import("../../dataset/index.js");
  const isFile = /\.(ya?ml|json)$/i.test(name) || /[\\/]/.test(name);
  const stated = isFile
    ? loadRecipe(
        await readText(resolve(cwd, name)),
        name,
        await filesBeside(resolve(cwd, name), flags, context),
      )
    : namedRecipe(name);
  const asked = flags.voltagesOnly ? voltagesOnly(stated) : stated;
  const sized = flags.count === undefined ? asked : withRowCount(asked, flags.count);
  return {
    ...sized,
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.simulator !== undefined && { simulator: flags.simulator }),
  };
}

/** The files that a recipe names; a netlist's includes are read below its folder, the recipe's, `PDK_ROOT` and the include roots. */
async function filesBeside(
  recipe: string,
  { includeRoot }: GenerateFlags,
  context: CliContext,
): Promise<RecipeFiles> {
  const { readFileSync } = await import("node:fs");
  const { dirname, resolve } = await import("node:path");
  const { nodeFiles } = await import("../../netlist/node-files/index.js");
  const { includeRoots, namedFiles } = await import("../simulate/read-deck.js");
  const { KirchhoffError } = await import("../../core/index.js");
  const folder = dirname(recipe);
  const named = await namedFiles(recipe, includeRoot, context);
  const roots = await includeRoots(folder, includeRoot, context);
  return {
    text(path) {
      const file = named(path);
      try {
        return readFileSync(file, "utf8");
      } catch (cause) {
        throw new KirchhoffError("DATASET_RECIPE_FILE", `${path}, which the recipe names, cannot be read`, {
          found: (cause as Error).message,
          hint: "name files relative to the recipe's folder",
          cause,
        });
      }
    },
    includes: (netlist) => {
      const files = nodeFiles([dirname(resolve(folder, netlist)), ...roots]);
      return { read: (path, from) => files.read(path, resolve(folder, from)) };
    },
  };
}

async function summary(folder: string, manifest: Manifest): Promise<string> {
  const { countFailures, countRows, splitNames } = await import("../../dataset/index.js");
  const counts = countRows(manifest.shards);
  const { name, version } = manifest.simulator;
  const splits = splitNames
    .filter((split) => manifest.recipe.splits[split] > 0)
    .map((split) => `  ${split.padEnd(6)} ${counts[split].ok} labelled, ${counts[split].failed} failed`);
  const failures = Object.entries(countFailures(manifest.shards)).map(
    ([reason, rows]) => `  failed: ${reason} (${rows})`,
  );
  return `${[
    `${folder}: ${manifest.recipe.name}, labelled by ${name} ${version}`,
    ...splits,
    ...failures,
    `Look closer with: kirchhoff dataset info ${folder}`,
  ].join("\n")}\n`;
}
