import { KirchhoffError } from "../core/index.js";
import type { StateLayout } from "../nn/index.js";
import { type CardBase, type CardReader, type ModelCard, readModelCard, type Stored } from "./card.js";
import { decodeSafetensors, encodeSafetensors, type StoredTensor, safetensorsData } from "./safetensors.js";

/** Weights by name with the card that says what they are. */
export interface Checkpoint<Card extends CardBase = ModelCard> {
  readonly card: Card;
  /** Parameters and buffers under PyTorch-like names: `blocks.0.lin1.weight` … */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** What training needs besides to go on, packed vectors by name; absent in a checkpoint that is only to be used. */
  readonly training?: ReadonlyMap<string, Float32Array>;
}

/** The two files of a checkpoint. */
export interface CheckpointFiles {
  /** Complete in itself: the card stands in its metadata too. */
  readonly safetensors: Uint8Array;
  /** JSON, for people and other programs. */
  readonly card: string;
}

const trainingPrefix = "training/";

/** Writes a checkpoint as a safetensors file and the JSON card beside it. */
export async function encodeCheckpoint({
  card,
  tensors,
  training,
}: Checkpoint<CardBase>): Promise<CheckpointFiles> {
  const all = new Map(tensors);
  for (const [name, data] of training ?? []) all.set(trainingPrefix + name, { shape: [data.length], data });
  const data = safetensorsData(encodeSafetensors({ tensors: all, metadata: {} }), "the checkpoint");
  const stored: Stored<CardBase> = { ...card, tensors: { bytes: data.length, sha256: await sha256(data) } };
  const text = `${JSON.stringify(stored, null, 2)}\n`;
  const metadata = { card: text, cardSha256: await sha256(new TextEncoder().encode(text)) };
  return { safetensors: encodeSafetensors({ tensors: all, metadata }), card: text };
}

/**
 * Reads and verifies a checkpoint; `source` names the file in errors, `card` is the text of the card beside it, where there is one.
 *
 * Throws CHECKPOINT_TRUNCATED, CHECKPOINT_INVALID, CHECKPOINT_ALTERED, CHECKPOINT_NEWER, CHECKPOINT_KIND where it is no network that
 * predicts, and CHECKPOINT_CARD_MISMATCH where the card beside the weights is not theirs.
 */
export function decodeCheckpoint(files: CheckpointContents, source: string): Promise<Checkpoint> {
  return decodeCheckpointOf(readModelCard, files, source);
}

/** What a checkpoint is read from: the bytes of its file, and the text of the card beside it. */
export interface CheckpointContents {
  readonly safetensors: Uint8Array;
  readonly card?: string | undefined;
}

/** Likewise of a checkpoint with another sort of card. */
export async function decodeCheckpointOf<Card extends CardBase>(
  readCard: CardReader<Card>,
  { safetensors, card: beside }: CheckpointContents,
  source: string,
): Promise<Checkpoint<Card>> {
  const { tensors: all, metadata } = decodeSafetensors(safetensors, source);
  const { card: text, cardSha256 } = metadata;
  if (text === undefined || cardSha256 === undefined) {
    throw new KirchhoffError("CHECKPOINT_INVALID", `${source} has no card in its metadata`, {
      hint: "name a checkpoint that Kirchhoff wrote (.safetensors)",
    });
  }
  expectDigest(`the card in ${source}`, await sha256(new TextEncoder().encode(text)), cardSha256);
  const { tensors: stored, ...card } = readCard(text, source);
  expectDigest(`the content of ${source}`, await sha256(safetensorsData(safetensors, source)), stored.sha256);
  if (beside !== undefined && beside !== text) {
    throw new KirchhoffError(
      "CHECKPOINT_CARD_MISMATCH",
      `the card beside ${source} belongs to other weights`,
      {
        hint: "copy both files of the checkpoint again, or delete the .json: the weights carry a copy of their own",
      },
    );
  }
  const tensors = new Map<string, StoredTensor>();
  const training = new Map<string, Float32Array>();
  for (const [name, tensor] of all) {
    if (name.startsWith(trainingPrefix)) training.set(name.slice(trainingPrefix.length), tensor.data);
    else tensors.set(name, tensor);
  }
  return { card: card as unknown as Card, tensors, ...(training.size > 0 && { training }) };
}

/** The tensors of a packed state by name. */
export function unpackTensors(
  { entries }: StateLayout,
  packed: Float32Array,
): [name: string, tensor: StoredTensor][] {
  return entries.map(({ name, shape, offset, size }) => [
    name,
    { shape, data: packed.subarray(offset, offset + size) },
  ]);
}

/** {@link packTensors} for a part of a network: what the part does not have is left out. */
export function packPart(
  tensors: ReadonlyMap<string, StoredTensor>,
  layouts: readonly StateLayout[],
): Float32Array[] {
  const used = new Set(layouts.flatMap(({ entries }) => entries.map(({ name }) => name)));
  return packTensors(new Map([...tensors].filter(([name]) => used.has(name))), layouts);
}

/**
 * The packed states of a network from a checkpoint's tensors, one for each layout; together the layouts must name every tensor.
 * Throws CHECKPOINT_MISMATCH.
 */
export function packTensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  layouts: readonly StateLayout[],
): Float32Array[] {
  const wanted = new Set(layouts.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const stranger = [...tensors.keys()].find((name) => !wanted.has(name));
  if (stranger !== undefined) throw mismatch(`it has a tensor "${stranger}" that the network does not have`);
  return layouts.map(({ entries, size }) => {
    const packed = new Float32Array(size);
    for (const { name, shape, offset } of entries) {
      const tensor = tensors.get(name);
      if (!tensor) throw mismatch(`the network's tensor "${name}" is not there`);
      if (`${tensor.shape}` !== `${shape}`) {
        throw mismatch(`tensor "${name}" is [${tensor.shape.join(", ")}]`, `[${shape.join(", ")}]`);
      }
      packed.set(tensor.data, offset);
    }
    return packed;
  });
}

function mismatch(found: string, expected?: string): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_MISMATCH", "these weights do not fit the network", {
    found,
    ...(expected !== undefined && { expected }),
    hint: "use the checkpoint with the network and the circuits that it was made for",
  });
}

function expectDigest(what: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new KirchhoffError("CHECKPOINT_ALTERED", `${what} has been altered since it was written`, {
    found: `sha-256 ${found}`,
    expected: `sha-256 ${expected}`,
    hint: "copy the file again, or use another checkpoint of the run",
  });
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
