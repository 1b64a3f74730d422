import { KirchhoffError } from "../../core/index.js";
import { type Directive, type Elaboration, parseSpiceNumber, readNetlist } from "../../netlist/index.js";
import type { Analysis, FrequencySweep } from "../analysis.js";
import { parseSignal } from "./signal.js";

/** The analyses that a deck asks for in its own cards. */
export interface DeckAnalyses {
  readonly analyses: readonly Analysis[];
  /** Cards that ask for something that is not done here, such as `.control` and `.measure`. */
  readonly ignored: readonly Directive[];
}

/** Cards that print or keep results: what they ask for is printed anyway, or a matter of taste. */
const outputCards = /^\.(print|plot|probe|graph|save|store|width|view)$/;

/**
 * Reads `.op`, `.ac`, `.dc`, `.tran` and `.noise` of an elaborated deck; their values may be expressions of its parameters.
 * Throws SIMULATION_DIRECTIVE, with the place, for a card that is not understood.
 */
export function deckAnalyses({
  directives,
  parameters,
}: Pick<Elaboration, "directives" | "parameters">): DeckAnalyses {
  const analyses: Analysis[] = [];
  const ignored: Directive[] = [];
  for (const directive of directives) {
    const read = readers[directive.keyword];
    if (read) analyses.push(read(new CardWords(directive, parameters)));
    else if (!outputCards.test(directive.keyword)) ignored.push(directive);
  }
  const counts = new Map<string, number>();
  const named = analyses.map((analysis): Analysis => {
    const count = (counts.get(analysis.kind) ?? 0) + 1;
    counts.set(analysis.kind, count);
    return { ...analysis, id: count === 1 ? analysis.kind : `${analysis.kind}-${count}` };
  });
  return { analyses: named, ignored };
}

const readers: Readonly<Record<string, (words: CardWords) => Analysis>> = {
  ".op": () => ({ kind: "op" }),
  ".ac": (words) => ({ kind: "ac", ...frequencySweep(words) }),
  ".dc": (words) => {
    const source = words.name("a voltage or current source");
    const [start, stop, step] = [words.number("start"), words.number("stop"), words.number("step")];
    words.end("one source; a second one is not swept here");
    return { kind: "dc", source, start, stop, step };
  },
  ".tran": (words) => {
    const [stepSeconds, stopSeconds] = [words.number("time step"), words.number("stop time")];
    const useInitialConditions = words.takeLast("uic");
    const startSeconds = words.isAtEnd ? undefined : words.number("start time");
    const maxStepSeconds = words.isAtEnd ? undefined : words.number("longest time step");
    words.end("step, stop, start and longest step");
    return {
      kind: "tran",
      stepSeconds,
      stopSeconds,
      ...(startSeconds !== undefined && { startSeconds }),
      ...(maxStepSeconds !== undefined && { maxStepSeconds }),
      ...(useInitialConditions && { useInitialConditions }),
    };
  },
  ".noise": (words) => {
    const signal = parseSignal(words.name("v(net) or v(net, net)"));
    if (signal?.kind !== "voltage") throw words.error("v(net) or v(net, net)");
    const { net: output, reference } = signal;
    const source = words.name("an independent source");
    return {
      kind: "noise",
      output,
      ...(reference !== undefined && { reference }),
      source,
      ...frequencySweep(words),
    };
  },
};

function frequencySweep(words: CardWords): FrequencySweep {
  const variation = words.name("dec, oct or lin");
  if (variation !== "dec" && variation !== "oct" && variation !== "lin") throw words.error("dec, oct or lin");
  const points = words.number("points");
  const [startHz, stopHz] = [words.number("first frequency"), words.number("last frequency")];
  return { variation, points, startHz, stopHz };
}

/** The words of a card after its first, taken one by one. */
class CardWords {
  readonly #directive: Directive;
  readonly #parameters: Elaboration["parameters"];
  readonly #words: string[];

  constructor(directive: Directive, parameters: Elaboration["parameters"]) {
    this.#directive = directive;
    this.#parameters = parameters;
    this.#words = wordsOf(directive.text).slice(1);
  }

  get isAtEnd(): boolean {
    return this.#words.length === 0;
  }

  name(expected: string): string {
    const word = this.#words.shift();
    if (word === undefined) throw this.error(expected);
    return word;
  }

  number(what: string): number {
    const word = this.name(`a number: ${what}`);
    const value = parseSpiceNumber(word) ?? this.#evaluate(word);
    if (value === undefined)
      throw this.error(`a number or an expression of the deck's parameters: ${what}`, word);
    return value;
  }

  /** Whether the last word is this one; takes it then. */
  takeLast(word: string): boolean {
    if (this.#words.at(-1) !== word) return false;
    this.#words.pop();
    return true;
  }

  end(expected: string): void {
    if (!this.isAtEnd) throw this.error(`nothing more than ${expected}`, this.#words.join(" "));
  }

  error(expected: string, found = this.#directive.text.trim()): KirchhoffError {
    const { keyword, location } = this.#directive;
    return new KirchhoffError("SIMULATION_DIRECTIVE", `the ${keyword} card cannot be read`, {
      location,
      found,
      expected,
    });
  }

  #evaluate(word: string): number | undefined {
    const own = this.#parameters.map(({ name, value }) => `.param ${name}=${value}`);
    const expression = word.replace(/^['{](.*)['}]$/, "$1");
    const text = ["card", ...own, `.param card_value={${expression}}`, ""].join("\n");
    return readNetlist(text).parameters.find(({ name }) => name === "card_value")?.value;
  }
}

/** The words of a card in lower case; expressions in quotes or braces and arguments in parentheses are one word. */
function wordsOf(text: string): string[] {
  const joined = text.replace(/\r?\n\s*\+/g, " ").replace(/\s*[;$].*$/gm, "");
  return joined.toLowerCase().match(/'[^']*'|\{[^}]*\}|[vi]\([^)]*\)|[^\s,()]+/g) ?? [];
}
