import type { BuiltModel, Scope } from "../../../nn/index.js";
import type { Expression, TensorValue } from "../../../tensor/index.js";
import type { Weights } from "../../../train/index.js";
import type { Design } from "../../space.js";
import type { Drop, Place } from "./heads.js";

/** Names and places of packed weights. */
export type Layouts = Pick<BuiltModel<unknown>, keyof Weights>;

/** How a discriminator sees designs: what turns them into features, inside its program and before. */
export interface DesignEncoder {
  /** Where features drop numbers. */
  readonly places: readonly Place[];
  /** Among how many designs the pairs of a training step are drawn; all where it is absent. */
  readonly designsPerStep?: number;
  /** Builds the features of both sides, `[rows, features]` each. Pure. */
  build(scope: Scope, dropped: Drop): { readonly a: Expression; readonly b: Expression };
  /** What {@link build} is fed for designs side by side; `keep` where they will come again. */
  feeds(a: readonly Design[], b: readonly Design[], keep: boolean): Promise<Record<string, TensorValue>>;
  /** Whether it can see a design; every one where it is absent. */
  sees?(design: Design): boolean;
  /** Weights to begin with, from fresh ones; fresh ones where it is absent. Throws CHECKPOINT_MISMATCH. */
  begin?(layouts: Layouts, fresh: Weights): Weights;
  /** What a resumed run must find again. */
  readonly identity?: string;
  release?(): Promise<void>;
}
