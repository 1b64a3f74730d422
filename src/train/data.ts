import { type Dataset, generateInMemory, namedRecipe, openDataset } from "../dataset/index.js";
import type { DatasetChoice } from "./config.js";

/** Opens or makes the dataset of a configuration. Throws what opening and generating throw. */
export async function openChoice(choice: DatasetChoice): Promise<Dataset> {
  if ("folder" in choice) return openDataset(choice.folder);
  const { recipe, rows, seed } = choice;
  const stated = typeof recipe === "string" ? namedRecipe(recipe) : recipe;
  const seeded = seed === undefined ? stated : { ...stated, seed };
  return generateInMemory(seeded, rows === undefined ? {} : { count: rows });
}
