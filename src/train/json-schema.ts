import { z } from "zod";
import { pretrainSchema } from "./config.js";

/** The JSON Schema of pretraining configurations as a person writes them, for editors. */
export function pretrainJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(pretrainSchema, { io: "input" }), title: "Kirchhoff pretraining" };
}
