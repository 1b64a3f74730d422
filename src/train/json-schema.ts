import { z } from "zod";
import { type Objective, pretrainSchema } from "./config.js";
import { contrastiveSchema } from "./contrastive/config.js";

/** The JSON Schema of pretraining configurations as a person writes them, for editors. */
export function pretrainJsonSchema(objective: Objective = "voltages"): Record<string, unknown> {
  const schema = objective === "contrastive" ? contrastiveSchema : pretrainSchema;
  return { ...z.toJSONSchema(schema as z.ZodType, { io: "input" }), title: "Kirchhoff pretraining" };
}
