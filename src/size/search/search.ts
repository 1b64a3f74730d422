import type { Circuit } from "../../circuit/index.js";
import type { FailedOutput, OpOutput } from "../../simulate/index.js";
import type { Evaluation } from "../evaluate/evaluation.js";
import type { Design, DesignSpace } from "../space.js";
import type { Spec } from "../spec.js";

/** What a search is given. */
export interface SearchContext {
  readonly space: DesignSpace;
  readonly specs: readonly Spec[];
  readonly seed: number;
  /** How many designs the search may ask for altogether. */
  readonly budget: number;
  /** The circuit of a design, as the first deck of the first testbench has it: for a search that sees circuits. Absent in tests. */
  readonly circuitOf?: ((design: Design) => Circuit) | undefined;
  /** The checkpoint (or the folder of a run) of a pretrained network for a search that uses one, in place of its own. */
  readonly model?: string | undefined;
  /**
   * Operating points alone, with those of all transistors, of the circuits that `circuitOf` gives: much cheaper than an evaluation, and
   * counted apart. The design may be asked for afterwards. Absent in tests.
   */
  readonly screen?:
    | ((designs: readonly Design[]) => Promise<readonly (OpOutput | FailedOutput)[]>)
    | undefined;
}

/** A design that a search wants simulated. */
export interface Proposal {
  readonly design: Design;
  /** `initial` where nothing that was found before had a part in it. */
  readonly phase: "initial" | "search";
  /** Why this one, in words. */
  readonly because?: string;
  /** What it had to pass before it was simulated, or has to pass once it is; absent where nothing was compared. */
  readonly comparison?: Comparison;
}

/** Spec by spec, what lets a design through. */
export interface Comparison {
  /** A model, before the design is simulated; or its simulation. */
  readonly by: "prediction" | "simulation";
  /** The design that it is compared with; absent where it is compared with the bounds of the specs alone. */
  readonly reference?: Design;
  /** The specs that count. */
  readonly specs: readonly SpecComparison[];
}

/** What a model believes of a design and one spec; nothing where its simulation decides. */
export interface SpecComparison {
  readonly spec: string;
  /** Probability that it is better than the reference. */
  readonly better?: number;
  /** Probability that it meets the spec; of an ensemble the share of the members that say so. */
  readonly meets?: number;
}

/** What came of a proposal. */
export type Told = Evaluation & Omit<Proposal, "design">;

/**
 * A search by ask and tell. It is asked for designs, then told what came of all of them, in the order in which it gave them; then asked
 * again. Nothing else goes in, so that equal seeds give equal runs.
 */
export interface Search {
  /**
   * At most `n` designs of the space, none of them asked for before; none at all means that the search has ended. A search may give more
   * than `n` where its algorithm cannot do with fewer; the caller drops what goes beyond the budget.
   */
  ask(n: number): Promise<readonly Proposal[]>;
  /** What came of the designs of the last `ask`; the budget or a stop may have cut the list short, and then nothing is asked any more. */
  tell(results: readonly Told[]): Promise<void>;
  /**
   * All that it was told, in order, after designs were simulated in corners that had not counted before. A search without it goes on with
   * what it was told first.
   */
  revise?(history: readonly Told[]): void;
  /** All that the search needs to go on from here but what it was told: plain JSON. */
  state(): unknown;
  /** Numbers of its own to show, such as queries of a model. */
  counters?(): Readonly<Record<string, number>>;
  /** Ends what it holds open. */
  close?(): Promise<void>;
}

/** Where a search left off. */
export interface SearchMemory {
  readonly state: unknown;
  /** All that it was told, in order. */
  readonly history: readonly Told[];
}

/** A kind of search, by name. */
export interface SearchKind {
  readonly name: string;
  /** One line: what it does, and whose it is. */
  readonly description: string;
  /** It looks at circuits through a pretrained network, which may be named. */
  readonly usesNetwork?: boolean;
  /** Designs before what is found has a part in any, for a space of so many variables; undefined where it never has. */
  initialDesigns(dimensions: number): number | undefined;
  /** A search at its beginning, or where `memory` says; it then goes on exactly as the one would have that gave the memory. */
  open(context: SearchContext, memory?: SearchMemory): Promise<Search>;
}
