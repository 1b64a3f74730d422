import type { Step } from "./template.js";

/** Names on one line: ngspice reads lines into a buffer of a fixed size. */
const SAVED_TOGETHER = 32;

/** The same steps with less to do: no small signal is set twice to the same, and a point comes with what follows where it can. */
export function economise(steps: readonly Step[]): Step[] {
  const signals = new Map<string, string>();
  return steps.map((step, index) => {
    const settings = step.settings.filter(({ alter, number, value }) => {
      const signal = number === undefined ? `value ${value}` : `${number}`;
      const isNew = signals.get(alter) !== signal;
      signals.set(alter, signal);
      return isNew;
    });
    const before = steps[index - 1];
    return before && keepsPoint(step, before)
      ? { ...step, settings, pointSaves: saveCommands(curveNames(before)) }
      : { ...step, settings };
  });
}

/**
 * Whether an AC analysis may keep the operating point that it starts from in place of the analysis before it. Not where
 * device details are wanted: to keep them twice, real and complex, takes as long as another operating point.
 */
function keepsPoint({ command }: Step, before: Step): boolean {
  return /^ac /.test(command) && before.kind === "op" && before.details.length === 0;
}

/** What is asked of ngspice for a step's nets and sources. */
export function curveNames({ nets, sources }: Pick<Step, "nets" | "sources">): string[] {
  return [...nets.map((net) => `v(${net})`), ...sources.map((source) => `i(${source})`)];
}

/** The commands that keep vectors. */
export function saveCommands(names: readonly string[]): string[] {
  const lines = Math.ceil(names.length / SAVED_TOGETHER);
  return Array.from({ length: lines }, (_, i) => {
    return `save ${names.slice(i * SAVED_TOGETHER, (i + 1) * SAVED_TOGETHER).join(" ")}`;
  });
}
