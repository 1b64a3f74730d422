import { z } from "zod";
import {
  type CardBase,
  type CardReader,
  checkedCard,
  otherKind,
  readCardText,
  type Stored,
  storedCardFields,
} from "./card.js";
import { type EncoderConfig, encoderSchema, isEncoderKind } from "./encoder.js";

/** What an encoder of circuits is, what it has seen and how it was trained: the JSON file beside its weights. */
export interface EncoderCard extends CardBase {
  readonly network: EncoderConfig;
}

const storedCardSchema: z.ZodType<Stored<EncoderCard>> = z.strictObject({
  ...storedCardFields,
  network: encoderSchema,
});

/** The card of an encoder. Throws CHECKPOINT_INVALID, CHECKPOINT_NEWER and CHECKPOINT_KIND. */
export const readEncoderCard: CardReader<EncoderCard> = (text, source) => {
  const { value, networkKind } = readCardText(text, source);
  if (typeof networkKind === "string" && !isEncoderKind(networkKind)) {
    throw otherKind(source, `a network that predicts (${networkKind})`, "an encoder of circuits");
  }
  return checkedCard(storedCardSchema, value, source);
};
