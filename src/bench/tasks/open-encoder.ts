import type { CircuitGraph } from "../../graph/index.js";
import { type DiceConfig, diceSchema } from "../../model/index.js";
import type { EncoderName } from "./definitions.js";
import { type DiceEncoderOptions, diceTaskEncoder } from "./dice-encoder.js";
import { openDice } from "./dice-weights.js";
import type { TaskEncoder } from "./encoder.js";
import { kindsEncoder } from "./kinds-encoder.js";
import { messageSizes } from "./message-decoder.js";
import { namesEncoder } from "./names-encoder.js";
import { paraGraphEncoder } from "./paragraph-encoder.js";
import type { TaskTopology } from "./topology.js";
import { voltageEncoder } from "./voltage-encoder.js";

/** Checkpoints or run folders of the encoders that come trained. */
export interface EncoderPaths {
  readonly dice?: string | undefined;
  readonly deepgen?: string | undefined;
  readonly joint?: string | undefined;
}

/** Encoders that have weights of their own, and learn something from structure. */
export type StructureEncoder = Exclude<EncoderName, "mean" | "ridge" | "alone">;

/** What {@link openTaskEncoder} needs besides a name. */
export interface OpenEncoderOptions {
  readonly paths: EncoderPaths;
  readonly hands: DiceEncoderOptions["hands"];
  /** Draws the weights of untrained encoders. */
  readonly seed: number;
  readonly topologies: readonly TaskTopology[];
  /** A terminal graph of each of them. */
  readonly examples: readonly CircuitGraph[];
  readonly threads: number;
}

/** The encoder of a name for these topologies. Throws what opening a checkpoint throws. */
export async function openTaskEncoder(
  name: StructureEncoder,
  { paths, hands, seed, topologies, examples, threads }: OpenEncoderOptions,
): Promise<TaskEncoder> {
  switch (name) {
    case "none":
      return kindsEncoder();
    case "names":
      return namesEncoder(topologies);
    case "values":
      return withMessages(kindsEncoder());
    case "dice-values": {
      const source = { path: paths.dice! };
      return withMessages(await diceTaskEncoder({ source, hands: "states", isTuned: false }, topologies));
    }
    case "paragraph":
      return paraGraphEncoder();
    case "deepgen":
    case "joint":
      return voltageEncoder({ name, path: paths[name]!, examples, threads });
    case "side-by-side": {
      const source = { path: paths.dice! };
      const structure = await diceTaskEncoder({ source, hands, isTuned: false }, topologies);
      const voltages = await voltageEncoder({ name, path: paths.deepgen!, examples, threads });
      const settings = { structure: structure.settings, voltages: voltages.settings };
      return { ...voltages, ...structure, settings };
    }
    default: {
      const [weights, mode] = name.split("-") as [string, string | undefined];
      const source =
        weights === "dice" ? { path: paths.dice! } : { seed, network: await untrainedNetwork(paths) };
      return diceTaskEncoder({ source, hands, isTuned: mode === "tuned" }, topologies);
    }
  }
}

/** Values then take part in message passing between an encoder's states and the outputs. */
function withMessages(encoder: TaskEncoder): TaskEncoder {
  const messages = { ...messageSizes, values: "standardised" };
  return { ...encoder, messages: messageSizes, settings: { ...encoder.settings, messages } };
}

/** What an untrained DICE is like: the trained one, where there is one. */
async function untrainedNetwork({ dice }: EncoderPaths): Promise<DiceConfig> {
  return dice === undefined ? diceSchema.parse({ kind: "dice" }) : (await openDice({ path: dice })).network;
}

/** The trained networks that an encoder is made from. */
export function pathsNeeded(name: EncoderName): (keyof EncoderPaths)[] {
  if (name === "side-by-side") return ["dice", "deepgen"];
  if (name === "deepgen" || name === "joint") return [name];
  return name.startsWith("dice") ? ["dice"] : [];
}

/** Whether an encoder can be opened with these checkpoints. */
export function isAvailable(name: EncoderName, paths: EncoderPaths): boolean {
  return pathsNeeded(name).every((path) => paths[path] !== undefined);
}
