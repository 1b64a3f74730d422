import type { RandomStream } from "../../../core/index.js";
import type { Design, DesignSpace } from "../../space.js";
import type { Spec } from "../../spec.js";
import { constants } from "../evolution/constants.js";
import { offspring } from "../evolution/offspring.js";
import type { Generation } from "../evolution/population.js";
import type { Proposal } from "../search.js";
import type { Discriminator } from "./discriminator.js";

/** Share of candidates that are simulated whatever the discriminator says. */
const blind = 0.001;
/** Draws of offspring that the discriminator is asked about at once. */
const drawsAtOnce = 32;

interface Filter {
  readonly space: DesignSpace;
  readonly specs: readonly Spec[];
  /** Grows by what is accepted. */
  readonly known: Set<string>;
  readonly discriminator: Discriminator;
  /** Whether the discriminator can see a design; what it cannot see is not simulated. */
  readonly sees: (design: Design) => boolean;
  readonly generation: Generation;
  readonly streamOf: (what: string, index: number) => RandomStream;
}

/** Offspring that the discriminator lets through, five or a little more; and how many it was asked about. */
export async function filtered(filter: Filter) {
  const { space, specs, known, discriminator, sees, generation, streamOf } = filter;
  const { critical, parents, reference } = generation;
  const proposals: Proposal[] = [];
  let asked = 0;
  for (let draw = 0; proposals.length < constants.offspring && draw < constants.candidates; ) {
    const candidates: Design[] = [];
    for (const end = draw + drawsAtOnce; draw < end; draw++) {
      candidates.push(...offspring(space, parents, streamOf("draw", draw)).filter(sees));
    }
    if (candidates.length === 0) continue;
    const beliefs = await discriminator.ask(candidates, reference.design);
    for (const [row, design] of candidates.entries()) {
      if (proposals.length >= constants.offspring) break;
      const key = space.key(design);
      if (known.has(key)) continue;
      const stream = streamOf("accept", asked++);
      const at = (spec: number) => row * specs.length + spec;
      const passes = (spec: number) =>
        1 - stream.uniform() <= Math.max(beliefs.better[at(spec)]!, beliefs.meets[at(spec)]!);
      const isGood = critical.map(passes).every(Boolean);
      if (!isGood && stream.uniform() >= blind) continue;
      known.add(key);
      const compared = critical.map((spec) => ({
        spec: specs[spec]!.name,
        better: toPlaces(beliefs.better[at(spec)]!),
        meets: toPlaces(beliefs.meets[at(spec)]!),
      }));
      proposals.push({
        ...{ design, phase: "search", because: isGood ? "let through by the discriminator" : "blind" },
        comparison: { by: "prediction", reference: reference.design, specs: compared },
      });
    }
  }
  return { proposals, asked };
}

const toPlaces = (probability: number) => Number(probability.toFixed(4));
