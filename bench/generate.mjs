// Rows of the op-amp dataset a second, by simulator, and what the whole of it would take. Run after `npm run build`:
//   node bench/generate.mjs [--rows 20000] [--workers 2] [--json]
import { namedRecipe, rowCount } from "../dist/dataset/index.js";
import { generationRates, optionsOf, printRates } from "./generation-rate.mjs";

const options = optionsOf(20_000);
const recipe = namedRecipe("opamp");
const wholeRows = rowCount(recipe);
const bars = { native: 5, embedded: 15 };
const rates = [];
for await (const { simulator, perSecond } of generationRates(recipe, options)) {
  const wholeMinutes = wholeRows / perSecond / 60;
  rates.push({ what: simulator, perSecond, wholeMinutes, barMinutes: bars[simulator] });
}
printRates({ ...options, wholeRows }, rates);
