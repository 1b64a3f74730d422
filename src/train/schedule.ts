import type { ScheduleConfig } from "./config.js";

/** Learning rate of update `step`, which counts from 1, of `steps` in all. */
export function learningRateAt(schedule: ScheduleConfig, step: number, steps: number): number {
  const { peak, warmup } = schedule;
  if (step <= warmup) return (peak * step) / warmup;
  if (schedule.kind === "constant") return peak;
  const last = schedule.kind === "linear" ? (schedule.decaySteps ?? steps) : steps;
  const progress = Math.min(1, (step - warmup) / Math.max(1, last - warmup));
  const left = schedule.kind === "linear" ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
  return schedule.end + (peak - schedule.end) * left;
}
