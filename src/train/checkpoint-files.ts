import { readFile } from "node:fs/promises";
import { KirchhoffError } from "../core/index.js";
import { writeDurably } from "../core/node/index.js";
import {
  type CardBase,
  type CardReader,
  type Checkpoint,
  decodeCheckpointOf,
  encodeCheckpoint,
  readModelCard,
} from "../model/index.js";

/** Writes `path` (.safetensors) and the JSON card beside it, each in one piece or not at all. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint<CardBase>): Promise<void> {
  const { safetensors, card } = await encodeCheckpoint(checkpoint);
  await writeDurably(path, safetensors);
  await writeDurably(cardPath(path), card);
}

/**
 * Reads and verifies a checkpoint, and the card beside it where there is one.
 *
 * `card: "ignore"` leaves the card beside it alone: the copy within counts anyway, and a crash can leave the one beside it older.
 * Throws CHECKPOINT_NOT_FOUND and what `decodeCheckpoint` throws.
 */
export function loadCheckpoint(path: string, options: LoadOptions = {}): Promise<Checkpoint> {
  return loadCheckpointOf(readModelCard, path, options);
}

interface LoadOptions {
  readonly card?: "verify" | "ignore";
}

/** Likewise of a checkpoint with another sort of card. */
export async function loadCheckpointOf<Card extends CardBase>(
  readCard: CardReader<Card>,
  path: string,
  { card = "verify" }: LoadOptions = {},
): Promise<Checkpoint<Card>> {
  const safetensors = await readIfThere(path);
  if (!safetensors) {
    throw new KirchhoffError("CHECKPOINT_NOT_FOUND", `${path}: there is no such checkpoint`, {
      hint: "name a .safetensors file, or the folder of a training run",
    });
  }
  const beside = card === "verify" ? await readIfThere(cardPath(path)) : undefined;
  return decodeCheckpointOf(
    readCard,
    { safetensors, card: beside && new TextDecoder().decode(beside) },
    path,
  );
}

function cardPath(path: string): string {
  return path.replace(/(\.safetensors)?$/, ".json");
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
