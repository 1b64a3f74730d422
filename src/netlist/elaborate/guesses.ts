import { nearestWord } from "../../core/index.js";

/** Guesses of one elaboration: comparing names takes time, and nobody reads a thousand guesses. */
const mostGuesses = 20;
/** Names that a misspelt one is compared with, and letters of a name that is compared at all. */
const mostNames = 500;
const mostLetters = 40;

/** Guesses which of the known names a misspelt one meant, as long as guesses are left. */
export class Guesses {
  #left = mostGuesses;

  /** A hint that asks for the nearest name, or undefined where none is near. */
  hint(word: string, names: Iterable<string>): string | undefined {
    if (this.#left === 0 || word.length > mostLetters) return undefined;
    this.#left--;
    const some: string[] = [];
    for (const name of names) {
      if (some.length === mostNames) break;
      if (name.length <= mostLetters) some.push(name);
    }
    const near = nearestWord(word, some);
    return near === undefined ? undefined : `did you mean ${near}?`;
  }
}
