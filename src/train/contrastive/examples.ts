import type { AugmentedDeviceGraphs, ContrastiveExample, DeviceGraph } from "../../graph/index.js";

/** The first members of each circuit's positives and negatives. */
export function allExamples(circuits: number, members: number): ContrastiveExample[] {
  return Array.from({ length: circuits }, (_, circuit) =>
    ([1, -1] as const).flatMap((sign) =>
      Array.from({ length: members }, (_, member) => ({ circuit, sign, member })),
    ),
  ).flat();
}

/** The graphs of examples, each made when it is asked for. */
export function* graphsOf(
  sources: readonly AugmentedDeviceGraphs[],
  examples: readonly ContrastiveExample[],
): Generator<DeviceGraph> {
  for (const { circuit, sign, member } of examples) {
    const source = sources[circuit]!;
    yield sign > 0 ? source.positive(member) : source.negative(member);
  }
}

/** Labels of examples: `circuit + 1` for positives, `-(circuit + 1)` for negatives. */
export const labelsOf = (examples: readonly ContrastiveExample[]): Float32Array =>
  Float32Array.from(examples, ({ circuit, sign }) => sign * (circuit + 1));
