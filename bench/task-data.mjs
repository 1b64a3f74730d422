// Rows of the datasets of DICE's tasks a second, by simulator, and what their defaults and whole grids would take. After `npm run build`:
//   node bench/task-data.mjs [--rows 1000] [--workers 2] [--json]
import { gridRows, namedRecipe, rowCount, splitNames } from "../dist/dataset/index.js";
import { generationRates, optionsOf, printRates } from "./generation-rate.mjs";

const options = optionsOf(1000);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const rates = [];
for (const name of ["delay-lines", "dice-opamps", "dice-opamps-sized"]) {
  const recipe = namedRecipe(name);
  const points = recipe.grid ? sum(splitNames.flatMap((split) => gridRows(recipe, split))) : undefined;
  for await (const { simulator, perSecond } of generationRates(recipe, options)) {
    rates.push({
      what: `${name}, ${simulator}`,
      perSecond,
      defaultMinutes: rowCount(recipe) / perSecond / 60,
      ...(points && { wholeGridMinutes: points / perSecond / 60 }),
    });
  }
}
printRates(options, rates);
