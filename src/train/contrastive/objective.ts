import type { PreparedEncoder } from "../../model/index.js";
import {
  type BuiltModel,
  buildModel,
  diceLoss,
  ntXentLoss,
  simSiamLoss,
  simSiamPredictor,
} from "../../nn/index.js";
import { type Expression, input } from "../../tensor/index.js";
import type { ContrastiveLoss } from "./config.js";

/** Where the tensors of SimSiam's predictor are, which only training needs. */
export const predictorPrefix = "predictor.";

/** Builds the embeddings of a batch `[graphs, width]` and a contrastive loss on them and on `labels` `[graphs]`. */
export function buildObjective(
  encoder: Pick<PreparedEncoder<never>, "embed">,
  loss: ContrastiveLoss,
  { training }: { readonly training: boolean },
): BuiltModel<{ readonly embeddings: Expression; readonly loss: Expression }> {
  const labels = input("labels", ["graphs"]);
  return buildModel(
    (scope) => {
      const embeddings = encoder.embed(scope);
      if (loss.kind === "simsiam") {
        const predictions = simSiamPredictor(scope.child(predictorPrefix.slice(0, -1)), embeddings);
        return { embeddings, loss: simSiamLoss(embeddings, predictions, labels) };
      }
      if (loss.kind === "nt-xent") return { embeddings, loss: ntXentLoss(embeddings, labels, loss.tau) };
      return { embeddings, loss: diceLoss(embeddings, labels, loss) };
    },
    { training },
  );
}
