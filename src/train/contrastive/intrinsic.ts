/** How well embeddings tell circuits apart (DICE, section 5.4; retrieval; Wang and Isola 2020). Similarity is the cosine. */
export interface IntrinsicMetrics {
  readonly graphs: number;
  /** Mean and standard deviation over pairs of two positives of one circuit. */
  readonly positiveSimilarity: number;
  readonly positiveDeviation: number;
  /** Over pairs that are neither: of two circuits, or of two negatives. */
  readonly otherSimilarity: number;
  readonly otherDeviation: number;
  /** Over pairs of a positive and a negative of one circuit. */
  readonly negativeSimilarity: number;
  readonly negativeDeviation: number;
  /** Positive less other similarity, and less negative similarity. */
  readonly gap: number;
  readonly negativeGap: number;
  /** How often the most similar other positive of any circuit is of the same circuit; and the mean average precision. */
  readonly precision: number;
  readonly meanAveragePrecision: number;
  /** Likewise where negatives, too, may be found. */
  readonly precisionAmongNegatives: number;
  readonly meanAveragePrecisionAmongNegatives: number;
  /** Mean squared distance of positives of one circuit on the unit sphere. */
  readonly alignment: number;
  /** Logarithm of the mean of `exp(-2 d²)` over pairs of positives, d their distance on the unit sphere. */
  readonly uniformity: number;
}

/**
 * Measures embeddings `[graphs, width]` of labelled graphs: `a` for the positives of a circuit, `-a` for its negatives. A pair of a graph
 * with itself does not count; of equally similar graphs those of other circuits are found first.
 */
export function intrinsicMetrics(embeddings: Float32Array, labels: Int32Array): IntrinsicMetrics {
  const graphs = labels.length;
  const units = unitRows(embeddings, graphs);
  const [positive, other, negative] = [new Moments(), new Moments(), new Moments()];
  const [within, among] = [new Retrieval(), new Retrieval()];
  let [potential, pairsOfPositives] = [0, 0];
  const row = new Float64Array(graphs);
  for (let i = 0; i < graphs; i++) {
    const own = labels[i]!;
    const same: number[] = [];
    const otherPositives: number[] = [];
    const negatives: number[] = [];
    similarities(units, graphs, i, row);
    for (let j = 0; j < graphs; j++) {
      if (i === j) continue;
      const [s, label] = [row[j]!, labels[j]!];
      if (label === own && own > 0) positive.add(s);
      else if (label === -own) negative.add(s);
      else other.add(s);
      if (own < 0) continue;
      (label === own ? same : label > 0 ? otherPositives : negatives).push(s);
      if (label > 0) {
        potential += Math.exp(-4 * (1 - s));
        pairsOfPositives++;
      }
    }
    if (own < 0 || same.length === 0) continue;
    within.add(same, otherPositives);
    among.add(same, [...otherPositives, ...negatives]);
  }
  return {
    graphs,
    positiveSimilarity: positive.mean,
    positiveDeviation: positive.deviation,
    otherSimilarity: other.mean,
    otherDeviation: other.deviation,
    negativeSimilarity: negative.mean,
    negativeDeviation: negative.deviation,
    gap: positive.mean - other.mean,
    negativeGap: positive.mean - negative.mean,
    precision: within.precision,
    meanAveragePrecision: within.meanAverage,
    precisionAmongNegatives: among.precision,
    meanAveragePrecisionAmongNegatives: among.meanAverage,
    alignment: 2 * (1 - positive.mean),
    uniformity: Math.log(potential / pairsOfPositives),
  };
}

/** Rows of length 1; a row of zeros stays one. */
export function unitRows(rows: Float32Array, count: number): Float32Array {
  const width = rows.length / count;
  const units = rows.slice();
  for (let i = 0; i < count; i++) {
    const row = units.subarray(i * width, (i + 1) * width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let c = 0; c < width; c++) row[c]! /= length;
  }
  return units;
}

/** Writes the similarities of row `i` to all rows into `result`. */
function similarities(units: Float32Array, count: number, i: number, result: Float64Array): void {
  const width = units.length / count;
  for (let j = 0, at = 0; j < count; j++) {
    let sum = 0;
    for (let c = 0, own = i * width; c < width; c++) sum += units[own++]! * units[at++]!;
    result[j] = sum;
  }
}

/** Mean and standard deviation of numbers that come one by one. */
class Moments {
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get deviation(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.#count - this.mean ** 2));
  }
}

/** Precision at the first place, and average precision, over queries. */
class Retrieval {
  #queries = 0;
  #first = 0;
  #average = 0;

  /** Similarities of one query to what is relevant and to what is not. */
  add(relevant: readonly number[], irrelevant: readonly number[]): void {
    const [hits, misses] = [descending(relevant), descending(irrelevant)];
    let before = 0;
    let sum = 0;
    hits.forEach((similarity, i) => {
      while (before < misses.length && misses[before]! >= similarity) before++;
      if (i === 0 && before === 0) this.#first++;
      sum += (i + 1) / (i + 1 + before);
    });
    this.#queries++;
    this.#average += sum / hits.length;
  }

  get precision(): number {
    return this.#first / this.#queries;
  }

  get meanAverage(): number {
    return this.#average / this.#queries;
  }
}

const descending = (values: readonly number[]): Float64Array => Float64Array.from(values).sort().reverse();
