import { cosineSchedule, linearSchedule, type Schedule } from "../nn/index.js";
import type { ScheduleConfig } from "./trainer-config.js";

/** The learning rate of each of `steps` updates. */
export function scheduleOf(config: ScheduleConfig, steps: number): Schedule {
  const { peak, warmup } = config;
  switch (config.kind) {
    case "constant":
      return linearSchedule({ peak, warmup, end: peak, total: steps });
    case "cosine":
      return cosineSchedule({ peak, warmup, end: config.end, total: steps });
    case "linear":
      return linearSchedule({ peak, warmup, end: config.end, total: config.decaySteps ?? steps });
  }
}
