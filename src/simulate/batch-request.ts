import type { BatchRequest } from "./protocol.js";
import type { Batch } from "./run.js";

/** A batch as a worker is asked for it; templates that it does not know yet go with it, and are among `known` from then on. */
export function requestFor({ id, runs, alter }: Batch, known: Set<number>): BatchRequest {
  const newTemplates = [];
  const templates = new Int32Array(runs.length);
  let length = 0;
  for (const { values } of runs) length += values.length;
  const values = new Float64Array(length);
  let at = 0;
  for (let i = 0; i < runs.length; i++) {
    const { template, values: own } = runs[i]!;
    templates[i] = template.id;
    values.set(own, at);
    at += own.length;
    if (known.has(template.id)) continue;
    known.add(template.id);
    newTemplates.push(template);
  }
  return { type: "batch", id, newTemplates, templates, values, alter };
}
