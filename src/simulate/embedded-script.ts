import type { BatchRequest } from "./protocol.js";
import { alterCommands, type DeckTemplate, renderCards, type Step, settingCommands } from "./template.js";

/** Alone on their lines: what a circuit makes ngspice print cannot pass for them. */
export const END_MARK = "@end";

/** A batch as one deck of commands, and the decks of its runs as files by name. */
export interface BatchScript {
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Each run's source, analyses, output and clean-up, between marks in the log. */
export function batchScript(
  { templates: ids, values: all, alter }: BatchRequest,
  templates: ReadonlyMap<number, DeckTemplate>,
): BatchScript {
  const files = new Map<string, string>();
  const lines = ["* batch", ".control"];
  let offset = 0;
  let loaded: Float64Array | undefined;
  ids.forEach((id, run) => {
    const template = templates.get(id)!;
    const values = all.subarray(offset, offset + template.valueCount);
    offset += template.valueCount;
    // Every `source` of this ngspice lengthens the source path, and all commands slow down with it.
    if (run % 8 === 0) lines.push("set sourcepath = ( . )");
    lines.push(`echo @run ${run}`);
    const commands = loaded && alterCommands(template, loaded, values);
    if (commands) lines.push(...commands);
    else {
      if (loaded) lines.push("remcirc");
      files.set(`run${run}.cir`, `run ${run}\n${renderCards(template, values)}\n.end\n`);
      lines.push(`source run${run}.cir`);
    }
    template.steps.forEach((step, index) => {
      lines.push(`echo @step ${index}`, ...stepLines(step, values));
    });
    if (alter) loaded = values;
    else lines.push("remcirc");
  });
  if (alter) lines.push("remcirc");
  return { text: [...lines, `echo ${END_MARK}`, ".endc", ".end", ""].join("\n"), files };
}

function stepLines(step: Step, values: Float64Array): string[] {
  const lines = [...settingCommands(step, values), ...step.saves, step.command];
  // A noise analysis leaves two plots, its densities and its totals; they are the only ones.
  if (step.kind === "noise") lines.push("setplot noise1", "write out.raw", "setplot noise2");
  lines.push("write out.raw", "destroy all");
  return step.saves.length > 0 ? [...lines, "delete all"] : lines;
}

/** What ngspice printed while it loaded a run's deck, and during each step that it reached. */
export interface RunLog {
  readonly load: string;
  readonly steps: readonly string[];
}

/** The log of a batch by run, for the runs that were reached. */
export function splitLog(log: string): RunLog[] {
  return log
    .split(/^@run \d+\n/m)
    .slice(1)
    .map((text) => {
      const [load = "", ...steps] = text.split(/^@step \d+\n/m);
      return { load, steps };
    });
}
