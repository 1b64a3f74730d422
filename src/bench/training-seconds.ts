import type { JournalEvent } from "../train/index.js";

/** Seconds that a run was under way by its journal, without the time between a stop and its resumption. */
export function trainingSeconds(journal: readonly JournalEvent[]): number {
  let total = 0;
  let previous: number | undefined;
  for (const { event, time } of journal) {
    const now = Date.parse(time);
    if (previous !== undefined && event !== "resumed") total += now - previous;
    previous = now;
  }
  return total / 1000;
}

/** The seconds of {@link trainingSeconds} up to each validation, by step; a step that a resumed run repeats counts once, the last time. */
export function secondsAtSteps(journal: readonly JournalEvent[]): Map<number, number> {
  const seconds = new Map<number, number>();
  journal.forEach(({ event, step }, i) => {
    if (event === "validated") seconds.set(step!, trainingSeconds(journal.slice(0, i + 1)));
  });
  return seconds;
}
