import { expect, test } from "vitest";
import { sizingProblems } from "../../src/bench/index.js";
import { pretrainingText } from "../../src/bench/sizing/pretraining.js";
import type { Table2Panel } from "../../src/bench/sizing/table.js";

/** A panel of the first problem in which each search needs so many designs, 100 of them initial; undefined: never. */
function panelOf(designs: Readonly<Record<string, number | undefined>>): Table2Panel {
  const rows = Object.entries(designs).map(([method, median]) => ({
    ...{ method, initial: 100, toWanted: median === undefined ? {} : { median } },
  }));
  return { ...sizingProblems[0]!, rows } as unknown as Table2Panel;
}

test("pretrained networks are told as a share of random weights, without initial designs, beside the paper's", () => {
  const panel = panelOf({ "bagnet-gnn": 300, "bagnet-gnn-tuned": 200, "bagnet-gnn-frozen": 340 });
  expect(pretrainingText(panel, 20)).toMatch(
    /of `bagnet-gnn`: `bagnet-gnn-tuned` 0\.50 \(the paper: 0\.89\), `bagnet-gnn-frozen` 1\.20 \(the paper: 1\.36\)\.$/,
  );
});

test("nothing is told where runs are missing or did not come to an end", () => {
  expect(pretrainingText(panelOf({ "bagnet-gnn": 300, "bagnet-gnn-tuned": undefined }), 20)).toBeUndefined();
  expect(pretrainingText(panelOf({ "bagnet-gnn-tuned": 300, screened: 40 }), 20)).toBeUndefined();
});
