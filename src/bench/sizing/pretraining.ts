import { fewestForInterval } from "./median.js";
import type { Table2Panel } from "./table.js";

const random = "bagnet-gnn";
const pretrained = ["bagnet-gnn-tuned", "bagnet-gnn-frozen"];

/**
 * What a pretrained network is worth in BagNet's loop, in words: the designs beyond the initial ones (as paper A counts) to as many as are
 * wanted, as a share of those with random weights. Undefined below three seeds of either, and where they did not come so far.
 */
export function pretrainingText({ rows, paper }: Table2Panel, wanted: number): string | undefined {
  const designsOf = (method: string): number | undefined => {
    const row = rows.find((each) => each.method === method);
    if (row === undefined || row.seeds < fewestForInterval || row.toWanted.median === undefined)
      return undefined;
    return row.toWanted.median - row.initial;
  };
  const base = designsOf(random);
  const shares = pretrained.flatMap((method) => {
    const own = designsOf(method);
    if (base === undefined || own === undefined) return [];
    const [theirs, theirBase] = [paper[method]?.simulations, paper[random]?.simulations];
    const inPaper = theirs && theirBase ? ` (the paper: ${(theirs / theirBase).toFixed(2)})` : "";
    return [`\`${method}\` ${(own / base).toFixed(2)}${inPaper}`];
  });
  if (shares.length === 0) return undefined;
  return `Designs to ${wanted}, in the median and without the initial ones, as a share of those of \`${random}\`: ${shares.join(", ")}.`;
}
