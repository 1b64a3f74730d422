import type { Circuit } from "../../circuit/index.js";
import type { AnalysisOutput } from "../../simulate/index.js";

/** An analysis' output as JSON may hold it: lists for arrays, an operating point's voltages by net, `null` for what is no number. */
export function asPlainData(output: AnalysisOutput, { nets }: Circuit): unknown {
  const { voltages, ...rest } = output as { voltages?: unknown };
  const named =
    output.kind === "op" && voltages instanceof Float64Array
      ? Object.fromEntries(nets.map(({ name }, id) => [name, voltages[id]]))
      : voltages;
  return plain({ ...rest, ...(named !== undefined && { voltages: named }) });
}

function plain(value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
