import type { CircuitGraph } from "../../graph/index.js";
import type { StoredTensor } from "../../model/index.js";
import type { Scope } from "../../nn/index.js";
import type { TensorValue } from "../../tensor/index.js";
import type { TopologyStates } from "./decoder.js";
import type { MessageOptions } from "./message-decoder.js";
import type { TaskTopology } from "./topology.js";

/** What knows the structure of a task's circuits, in whatever way: a decoder reads what it says. */
export interface TaskEncoder {
  /** All that decides what it says, for a finished cell to be told from one of other settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Builds the states of so many topologies. Pure; what is trained with the decoder is made in the scope's child `encoder`. */
  states(scope: Scope, topologies: number): TopologyStates;
  /** What {@link states} is fed for these topologies, and how many edges each has there. */
  feeds(topologies: readonly TaskTopology[]): {
    readonly feeds: Record<string, TensorValue>;
    readonly edges: readonly number[];
  };
  /** Tensors below `encoder.` that training starts from, in place of fresh ones. */
  readonly start?: ReadonlyMap<string, StoredTensor> | undefined;
  /** For encoders that see values: what they know of each row on its own, never trained here. */
  readonly rowFeatures?: RowFeatures | undefined;
  /** Where values take part in message passing: the sizes of it, between states and decoder, trained with them. */
  readonly messages?: MessageOptions | undefined;
  release?(): Promise<void>;
}

/** Numbers of each row, whatever its topology. */
export interface RowFeatures {
  readonly width: number;
  /** `[graphs, width]`, of terminal graphs with their values. */
  of(graphs: readonly CircuitGraph[]): Promise<Float32Array>;
}

/** Where the tensors of an encoder that is trained with its decoder are. */
export const encoderScope = "encoder";
