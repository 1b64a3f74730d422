import { RandomStream } from "../../core/index.js";
import type { Design, DesignSpace } from "../space.js";

/**
 * Primitive polynomials and initial direction numbers of dimensions 2 to 21 (Joe and Kuo 2008, `new-joe-kuo-6`): degree, coefficients,
 * numbers.
 */
const directions: readonly (readonly [degree: number, coefficients: number, ...numbers: number[]])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
  [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
];

const bits = 32;

/**
 * Points of a Sobol sequence in [0, 1), shifted digit by digit at random so that seeds differ; beyond 21 dimensions coordinates are
 * uniform.
 */
export class SobolSequence {
  readonly #numbers: readonly Uint32Array[];
  readonly #shift: Uint32Array;
  readonly #dimensions: number;
  readonly #seed: number;

  constructor(dimensions: number, seed: number) {
    this.#dimensions = dimensions;
    this.#seed = seed;
    const own = Math.min(dimensions, directions.length + 1);
    this.#numbers = Array.from({ length: own }, (_, i) => directionNumbers(i));
    const stream = new RandomStream(seed, "size/sobol/shift");
    this.#shift = Uint32Array.from({ length: own }, () => stream.nextUint32());
  }

  /** The point of this index, from 0. */
  point(index: number): number[] {
    const gray = (index ^ (index >>> 1)) >>> 0;
    const stream = new RandomStream(this.#seed, "size/sobol/beyond", index);
    return Array.from({ length: this.#dimensions }, (_, i) => {
      const numbers = this.#numbers[i];
      if (!numbers) return stream.uniform();
      let x = this.#shift[i]!;
      for (let bit = 0; bit < bits; bit++) if ((gray >>> bit) & 1) x ^= numbers[bit]!;
      return (x >>> 0) / 2 ** bits;
    });
  }
}

/** Points in vain after which a space counts as used up. */
const mostRepeats = 10_000;

/**
 * Designs of a sequence's points from `index` on, none of them in `known`, which grows by them, and the index after the last point; fewer
 * than `count` where the space is used up.
 */
export function sobolDesigns(
  space: DesignSpace,
  sequence: SobolSequence,
  { index, count, known }: { readonly index: number; readonly count: number; readonly known: Set<string> },
): { readonly designs: Design[]; readonly next: number } {
  const designs: Design[] = [];
  let next = index;
  for (let repeats = 0; designs.length < count && repeats < mostRepeats; ) {
    const design = space.fromUniform(sequence.point(next++));
    const key = space.key(design);
    if (known.has(key)) {
      repeats++;
      continue;
    }
    known.add(key);
    designs.push(design);
  }
  return { designs, next };
}

function directionNumbers(dimension: number): Uint32Array {
  const numbers = new Uint32Array(bits);
  if (dimension === 0) return numbers.map((_, i) => 2 ** (bits - 1 - i));
  const [degree, coefficients, ...initial] = directions[dimension - 1]!;
  for (let i = 0; i < bits; i++) {
    if (i < degree) {
      numbers[i] = initial[i]! << (bits - 1 - i);
      continue;
    }
    let number = numbers[i - degree]! ^ (numbers[i - degree]! >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((coefficients >>> (degree - 1 - k)) & 1) number ^= numbers[i - k]!;
    }
    numbers[i] = number;
  }
  return numbers;
}
