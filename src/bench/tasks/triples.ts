import type { RandomStream } from "../../core/index.js";

/** Circuits in question: of a base, whether it is more like a first or a second one. Rows of three numbers of circuits. */
export type Triples = Int32Array;

/** Classes of a comparison: the base has less in common with the first than with the second, as much, or more. */
export const [less, equal, more] = [0, 1, 2];

/** The class of each triple: by how many labels base and circuit share. */
export function classesOf(triples: Triples, labels: readonly (readonly boolean[])[]): Int32Array {
  const shared = (a: number, b: number) =>
    labels[a]!.reduce((sum, has, i) => sum + (has && labels[b]![i]! ? 1 : 0), 0);
  return Int32Array.from({ length: triples.length / 3 }, (_, row) => {
    const [base, i, j] = [triples[3 * row]!, triples[3 * row + 1]!, triples[3 * row + 2]!];
    return 1 + Math.sign(shared(base, i) - shared(base, j));
  });
}

/** Every ordered pair of different circuits, for each of these bases; a base may be of the pair. */
export function allTriples(bases: readonly number[], circuits: readonly number[]): Triples {
  const rows: number[] = [];
  for (const base of bases) {
    for (const i of circuits) for (const j of circuits) if (i !== j) rows.push(base, i, j);
  }
  return Int32Array.from(rows);
}

/** So many triples of a base and a pair of different circuits, drawn uniformly. */
export function drawTriples(
  random: RandomStream,
  count: number,
  bases: readonly number[],
  circuits: readonly number[],
): Triples {
  const triples = new Int32Array(3 * count);
  for (let row = 0; row < count; row++) {
    const base = bases[random.integer(0, bases.length - 1)]!;
    const i = random.integer(0, circuits.length - 1);
    const j = (i + random.integer(1, circuits.length - 1)) % circuits.length;
    triples.set([base, circuits[i]!, circuits[j]!], 3 * row);
  }
  return triples;
}
