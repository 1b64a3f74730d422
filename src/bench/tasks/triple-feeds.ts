import type { TensorValue } from "../../tensor/index.js";
import { floats } from "./decoder-feeds.js";
import { classesOf, type Triples } from "./triples.js";

/** Some rows of `[rows, width]`. */
export function chosenRows(table: Float32Array, rows: number, chosen: readonly number[]): TensorValue {
  const width = table.length / rows;
  const data = new Float32Array(chosen.length * width);
  chosen.forEach((row, i) => {
    data.set(table.subarray(row * width, (row + 1) * width), i * width);
  });
  return floats([chosen.length, width], data);
}

/** One-hot rows of the circuits of each triple, by their places among so many. */
export function tripleFeeds(triples: Triples, circuits: number): Record<string, TensorValue> {
  const rows = triples.length / 3;
  const names = ["base", "first", "second"];
  const tables = names.map(() => new Float32Array(rows * circuits));
  for (let row = 0; row < rows; row++) {
    tables.forEach((table, k) => {
      table[row * circuits + triples[3 * row + k]!] = 1;
    });
  }
  return Object.fromEntries(names.map((name, k) => [name, floats([rows, circuits], tables[k]!)]));
}

/** One-hot classes of triples, `[rows, 3]`; `labels` `[circuits][labels]`. */
export function classFeeds(
  triples: Triples,
  labels: readonly (readonly boolean[])[],
): Record<string, TensorValue> {
  const classes = classesOf(triples, labels);
  const data = new Float32Array(3 * classes.length);
  classes.forEach((each, row) => {
    data[3 * row + each] = 1;
  });
  return { classes: floats([classes.length, 3], data) };
}
