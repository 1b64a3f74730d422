import { cosineSchedule, linearSchedule, type Schedule } from "../nn/index.js";
import { type TrainerConfig, warmupOf } from "./trainer-config.js";

/** The learning rate of each update. */
export function scheduleOf(config: Pick<TrainerConfig, "learningRate" | "steps">): Schedule {
  const { learningRate, steps } = config;
  const { peak } = learningRate;
  const warmup = warmupOf(config);
  switch (learningRate.kind) {
    case "constant":
      return linearSchedule({ peak, warmup, end: peak, total: steps });
    case "cosine":
      return cosineSchedule({ peak, warmup, end: learningRate.end, total: steps });
    case "linear":
      return linearSchedule({ peak, warmup, end: learningRate.end, total: learningRate.decaySteps ?? steps });
  }
}
