import type { NativeLibrary } from "./native-library.js";
import { readPoint, readStep } from "./native-step.js";
import { isComplete, type StepNumbers } from "./step-result.js";
import { type DeckTemplate, type Step, settingCommands } from "./template.js";

/** What became of a step: its numbers where they are those of a complete analysis, and what ngspice said. */
export interface StepOutcome {
  readonly numbers: StepNumbers | undefined;
  readonly log: string;
}

/** The card that lets an analysis keep its operating point, where one of the template's is to. */
export function keepingCards({ steps }: DeckTemplate): string[] {
  return steps.some(({ pointSaves }) => pointSaves) ? [".options keepopinfo"] : [];
}

/** What is run where something fails: all that is left, nothing more, or (it is known to) every analysis for itself from the start. */
export type Persistence = "all" | "until failure" | "apart";

/**
 * Runs the analyses of a loaded deck and clears up after each: one after the other, or two at once where one keeps the other's point, then
 * each for itself if these failed. Gives fewer outcomes than steps only with `until failure`.
 */
export function runSteps(
  library: NativeLibrary,
  { steps }: DeckTemplate,
  values: Float64Array,
  persistence: Persistence,
): StepOutcome[] {
  const outcomes: StepOutcome[] = [];
  while (outcomes.length < steps.length) {
    const [step, next] = [steps[outcomes.length]!, steps[outcomes.length + 1]];
    const isPair = next?.pointSaves && persistence !== "apart";
    const pair = isPair ? runPair(library, step, next, values) : undefined;
    if (isPair && !pair && persistence === "until failure") return outcomes;
    outcomes.push(...(pair ?? [runStep(library, step, values)]));
    if (persistence === "until failure" && !outcomes.at(-1)!.numbers) return outcomes;
  }
  return outcomes;
}

function runStep(library: NativeLibrary, step: Step, values: Float64Array): StepOutcome {
  const [numbers] = analyse(library, step, values, step.saves, () => [readStep(library, step)]) ?? [];
  const log = library.takeLog();
  return { numbers: numbers && isComplete(step, numbers, log) ? numbers : undefined, log };
}

/** An operating point and the analysis that keeps it; nothing where either failed, so that each is run and fails for itself. */
function runPair(
  library: NativeLibrary,
  point: Step,
  step: Step,
  values: Float64Array,
): [StepOutcome, StepOutcome] | undefined {
  const [at, numbers] =
    analyse(library, step, values, step.pointSaves!, () => [
      readPoint(library, "op1", point),
      readStep(library, step),
    ]) ?? [];
  const log = library.takeLog();
  if (!at || !numbers || !isComplete(point, at, log) || !isComplete(step, numbers, log)) return undefined;
  return [
    { numbers: at, log },
    { numbers, log },
  ];
}

/** Runs one analysis, reads what it left and clears up; nothing where it failed or the library had asked to end. */
function analyse<T>(
  library: NativeLibrary,
  step: Step,
  values: Float64Array,
  saves: readonly string[],
  read: () => T,
): T | undefined {
  if (library.isFinished()) return undefined;
  for (const command of [...settingCommands(step, values), ...saves]) library.command(command);
  const found = library.command(step.command) ? read() : undefined;
  if (library.isFinished()) return found;
  library.command("destroy all");
  if (saves.length > 0) library.command("delete all");
  return found;
}
