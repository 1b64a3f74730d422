// Trains a small network on short ladders in memory, and tests it on longer ones. Takes about half a minute.
//   node examples/train-network.mjs [steps]
import { evaluate, openEvaluationData, Predictor, pretrain, trainingRecipe } from "kirchhoff/train";

const steps = Number(process.argv[2] ?? 300);
const { checkpoint, best } = await pretrain(
  {
    ...trainingRecipe("ladder").config,
    dataset: { recipe: "ladder", rows: 2000 },
    steps,
    validation: { every: Math.ceil(steps / 4) },
  },
  {
    onProgress({ step, loss }) {
      if (step % 50 === 0) console.log(`step ${step}: loss ${loss.toExponential(2)}`);
    },
  },
);
console.log(`Acc@100 on ladders of 2 to 10 branches: ${best.metrics.accuracy.toFixed(3)}`);

const predictor = await Predictor.of(checkpoint);
const longer = await openEvaluationData("ladder-32", { rows: 50 });
const { accuracy, rmse } = await evaluate(predictor, longer);
console.log(
  `Acc@100 on ladders of 32 branches: ${accuracy.toFixed(3)}, error ${(1000 * rmse).toFixed(1)} mV`,
);
await predictor.release();
