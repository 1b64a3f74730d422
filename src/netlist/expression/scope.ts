import type { SourceLocation } from "../../core/index.js";
import type { Program } from "./compile.js";
import { EvaluationError } from "./evaluate.js";

/** A parameter as written: evaluated when something first needs it, so that the order of definitions is free. */
interface Entry {
  readonly name: string;
  readonly scope: Scope;
  readonly program: Program;
  readonly location: SourceLocation | undefined;
  state: "new" | "visiting" | "done" | "failed";
  value: number;
  /** Place on the resolver's path while visiting. */
  step: number;
  /** Whether something has looked it up. */
  isUsed: boolean;
}

/** How a scope has an entry's program evaluated, and what it does where that fails. */
export interface ScopeOwner {
  evaluate(program: Program, scope: Scope): number;
  failed(error: EvaluationError, name: string, location: SourceLocation | undefined): void;
}

/** A parameter with its value, as a reader of the netlist sees it. */
export interface EvaluatedParameter {
  readonly name: string;
  readonly value: number;
  readonly expression: string;
  readonly location?: SourceLocation;
}

/** Names and their values in one subcircuit instance, or at the top; unknown names are looked up in the caller's scope. */
export class Scope {
  readonly #entries = new Map<string, Entry>();
  readonly #parent: Scope | undefined;
  readonly #owner: ScopeOwner;

  constructor(owner: ScopeOwner, parent?: Scope) {
    this.#owner = owner;
    this.#parent = parent;
  }

  /** Defines a parameter by its expression; a later definition of the same name replaces an earlier one. */
  define(name: string, program: Program, location?: SourceLocation): void {
    this.#entries.set(name, {
      name,
      scope: this,
      program,
      location,
      state: "new",
      value: Number.NaN,
      step: 0,
      isUsed: this.isUsed(name),
    });
  }

  /** Defines a parameter by its value. */
  set(name: string, value: number, program: Program, location?: SourceLocation): void {
    const isUsed = this.isUsed(name);
    this.#entries.set(name, { name, scope: this, program, location, state: "done", value, step: 0, isUsed });
  }

  /** Whether something has looked up a name that is defined here, in this definition or in one that it replaced. */
  isUsed(name: string): boolean {
    return this.#entries.get(name)?.isUsed ?? false;
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** Value of a name, or undefined where no scope has it; throws {@link EvaluationError} where its definition failed. */
  lookup(name: string): number | undefined {
    const entry = this.#find(name);
    if (entry === undefined) return undefined;
    if (entry.state !== "done") resolve(entry);
    if (entry.state === "done") return entry.value;
    throw new EvaluationError("NETLIST_PARAMETER_FAILED", `parameter ${name} has no value`);
  }

  /** Every name that is known here, the nearest scope's first. */
  *names(): Generator<string> {
    for (let scope: Scope | undefined = this; scope; scope = scope.#parent) yield* scope.#entries.keys();
  }

  /** Evaluates all that is defined here, in the order of definition; what fails is told to the owner and left out. */
  evaluateAll(): EvaluatedParameter[] {
    const found: EvaluatedParameter[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.state === "new") resolve(entry);
      if (entry.state !== "done") continue;
      const { name, value, program, location } = entry;
      found.push({ name, value, expression: program.text, ...(location ? { location } : {}) });
    }
    return found;
  }

  /** Evaluates one entry whose dependencies are known; used by the resolver. */
  settle(entry: Entry): void {
    try {
      entry.value = this.#owner.evaluate(entry.program, this);
      entry.state = "done";
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      this.fail(entry, error);
    }
  }

  fail(entry: Entry, error: EvaluationError): void {
    entry.state = "failed";
    this.#owner.failed(error, entry.name, entry.location);
  }

  dependency(name: string): Entry | undefined {
    return this.#find(name);
  }

  #find(name: string): Entry | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.#parent) {
      const entry = scope.#entries.get(name);
      if (!entry) continue;
      entry.isUsed = true;
      return entry;
    }
    return undefined;
  }
}

/** Evaluates an entry after all that it depends on: depth first with a stack of its own, so that any chain is safe. */
function resolve(entry: Entry): void {
  if (entry.state === "visiting") throw cycleError([entry], 0);
  const path: Entry[] = [];
  const nextName: number[] = [];
  const visit = (found: Entry) => {
    found.state = "visiting";
    found.step = path.length;
    path.push(found);
    nextName.push(0);
  };
  if (entry.state === "new") visit(entry);
  for (let current = path.at(-1); current; current = path.at(-1)) {
    const name = current.program.names[nextName[path.length - 1]!++];
    if (name === undefined) {
      path.pop();
      nextName.pop();
      if (current.state === "visiting") current.scope.settle(current);
      continue;
    }
    const needed = current.scope.dependency(name);
    if (needed?.state === "new") visit(needed);
    else if (needed?.state === "visiting" && current.state === "visiting") {
      current.scope.fail(
        current,
        cycleError(path, path[needed.step] === needed ? needed.step : path.length - 1),
      );
    }
  }
}

/** The error for a cycle that runs from `path[start]` to the path's end and back. */
function cycleError(path: readonly Entry[], start: number): EvaluationError {
  const tail = Math.max(start + 8, path.length - 4);
  const names = path.slice(start, start + 8).map((entry) => entry.name);
  if (tail > start + 8) names.push("…");
  for (const entry of path.slice(tail)) names.push(entry.name);
  return new EvaluationError(
    "NETLIST_PARAMETER_CYCLE",
    `parameters need each other: ${[...names, names[0]].join(" → ")}`,
  );
}
