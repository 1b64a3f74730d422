import { KirchhoffError } from "../../../core/index.js";
import { statesByGraph } from "../../../model/index.js";
import { attentionPooling, layerNorm, type StateLayout } from "../../../nn/index.js";
import { concat, gatherRows, input, type TensorValue } from "../../../tensor/index.js";
import { FrozenStates, type Weights } from "../../../train/index.js";
import type { Design, DesignSpace } from "../../space.js";
import type { Backbone } from "../graph/backbone.js";
import type { DesignEncoder } from "./encoder.js";
import { standardPlaces } from "./standard-places.js";

/** What becomes of the pretrained weights: fresh ones take their place, they stay as they are, or they learn with the rest. */
export type BackboneWeights = "random" | "frozen" | "tuned";

/** The latents of the pooling, and their layers (paper A's code for BagNet). */
const pooling = { latents: 8, latentWidth: 32, layers: 3, learned: false } as const;

/** Fewer than the pairs of a step have: the pass through the network is what a step costs. */
const designsPerStep = 32;

const prefix = "network.";

/**
 * BagNet's graph features (paper A, section V): the states of a graph network, pooled by attention; beside them, as in the fully connected
 * features, the variables that the network does not read.
 */
export async function graphEncoder(
  space: DesignSpace,
  { embedding, tensors, graphs, unread }: Backbone,
  weights: BackboneWeights,
): Promise<DesignEncoder> {
  const frozen = weights === "frozen" ? await FrozenStates.open({ embedding, tensors }) : undefined;
  const rows = statesByGraph({ embedding: frozen ?? embedding });
  const [a, b] = [input("a", ["rows"], "int32"), input("b", ["rows"], "int32")];
  const beside = input("unread", ["graphs", unread.length]);
  return {
    places: [],
    designsPerStep,
    build(scope) {
      const states = layerNorm(scope.child("norm"), rows.states(scope.child("network")));
      const pooled = attentionPooling(scope.child("pooling"), states, rows.byGraph, pooling);
      const features = unread.length > 0 ? concat([pooled, beside], 1) : pooled;
      return { a: gatherRows(features, a), b: gatherRows(features, b) };
    },
    async feeds(left, right, keep) {
      const designs = new Map([...left, ...right].map((design) => [space.key(design), design]));
      const places = new Map([...designs.keys()].map((key, place) => [key, place]));
      const all = [...designs.values()];
      const circuits = all.map((design) => (keep ? graphs.kept(design) : graphs.of(design)));
      await (keep ? frozen?.computeEach(circuits) : frozen?.compute(circuits));
      const side = (of: readonly Design[]): TensorValue => ({
        type: "int32",
        shape: [of.length],
        data: Int32Array.from(of, (design) => places.get(space.key(design))!),
      });
      const values = all.flatMap((design) => {
        const point = standardPlaces(space, design);
        return unread.map((variable) => point[variable]!);
      });
      return {
        ...rows.feeds(circuits),
        a: side(left),
        b: side(right),
        unread: { type: "float32", shape: [all.length, unread.length], data: Float32Array.from(values) },
      };
    },
    sees: (design) => graphs.has(design),
    ...(weights === "tuned" && {
      begin: ({ parameters, buffers }, fresh): Weights => ({
        parameters: withPretrained(parameters, fresh.parameters, tensors),
        buffers: withPretrained(buffers, fresh.buffers, tensors),
      }),
    }),
    ...(frozen && { release: () => frozen.release() }),
  };
}

/** Fresh weights with the pretrained ones in their places. Throws CHECKPOINT_MISMATCH. */
function withPretrained(
  { entries }: StateLayout,
  fresh: Float32Array,
  tensors: Backbone["tensors"],
): Float32Array {
  const weights = fresh.slice();
  for (const { name, shape, offset } of entries) {
    if (!name.startsWith(prefix)) continue;
    const tensor = tensors.get(name.slice(prefix.length));
    if (`${tensor?.shape}` !== `${shape}`) {
      throw new KirchhoffError("CHECKPOINT_MISMATCH", "the pretrained weights do not fit their network", {
        found: tensor ? `tensor "${name}" is [${tensor.shape.join(", ")}]` : `no tensor "${name}"`,
        expected: `[${shape.join(", ")}]`,
        hint: "use the checkpoint as it was written",
      });
    }
    weights.set(tensor!.data, offset);
  }
  return weights;
}
