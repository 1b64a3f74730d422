import { KirchhoffError, RandomStream } from "../core/index.js";
import { concat, type Expression, input, reshape, split, stopGradient } from "../tensor/index.js";

/** How a parameter starts: U(-uniform, uniform), a constant, N(0, normal²), or the identity matrix plus N(0, identity²). */
export type Initializer =
  | { readonly uniform: number }
  | { readonly constant: number }
  | { readonly normal: number }
  | { readonly identity: number };

/** What PyTorch starts a linear layer of so many inputs with: U(-1/√inputs, 1/√inputs). */
export const fanIn = (inputs: number): Initializer => ({ uniform: 1 / Math.sqrt(inputs) });

/** Xavier-normal (Glorot and Bengio 2010): N(0, 2 / (inputs + outputs)). */
export const xavier = (inputs: number, outputs: number): Initializer => ({
  normal: Math.sqrt(2 / (inputs + outputs)),
});

/** A tensor of the model's state, by its place in the packed vector. */
export interface StateEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Initializer;
  readonly offset: number;
  readonly size: number;
}

/** The names, shapes and places of a model's parameters (or buffers) in one packed float32 vector. */
export interface StateLayout {
  readonly entries: readonly StateEntry[];
  readonly size: number;
}

/**
 * Hands layers their parameters and buffers by name while an expression is built. All parameters live in one packed vector (so
 * does the optimiser's state): one update in place of hundreds.
 */
export class Scope {
  /** Whether layers here work as in training (batch norms by the batch's statistics); they do not where the names are frozen. */
  readonly training: boolean;
  readonly #mode: Mode;
  readonly #prefix: string;
  readonly #state: SharedState;
  readonly #isAgain: boolean;

  constructor(
    mode: Mode,
    state: SharedState = { parameters: new Packed(), buffers: new Packed(), updates: new Map() },
    prefix = "",
    isAgain = false,
  ) {
    this.training = mode.training && !mode.isFrozen?.(prefix);
    this.#mode = mode;
    this.#state = state;
    this.#prefix = prefix;
    this.#isAgain = isAgain;
  }

  /** A scope whose names start with `name.`. */
  child(name: string | number): Scope {
    return new Scope(this.#mode, this.#state, `${this.#prefix}${name}.`, this.#isAgain);
  }

  /**
   * A scope of the same names for a second pass of the same layers, over other inputs: tensors that were made are handed out again, and
   * statistics stay those of the first pass.
   */
  again(): Scope {
    return new Scope(this.#mode, this.#state, this.#prefix, true);
  }

  /** A trainable tensor; one that is frozen has no gradient. */
  parameter(name: string, shape: readonly number[], initial: Initializer): Expression {
    const full = this.#prefix + name;
    const tensor = this.#state.parameters.take(full, shape, initial, this.#isAgain);
    return this.#mode.isFrozen?.(full) ? stopGradient(tensor) : tensor;
  }

  /** A tensor that training updates without a gradient (running statistics). */
  buffer(name: string, shape: readonly number[], initial: Initializer): Expression {
    return this.#state.buffers.take(this.#prefix + name, shape, initial, this.#isAgain);
  }

  /** Says what a buffer is after this step. */
  update(name: string, value: Expression): void {
    if (!this.#isAgain) this.#state.updates.set(this.#prefix + name, value);
  }

  get state(): SharedState {
    return this.#state;
  }
}

/** How a model is built. */
export interface Mode {
  readonly training: boolean;
  /** Tensors that do not train, by the start of their full name; layers under such names work as they do in prediction. */
  readonly isFrozen?: ((name: string) => boolean) | undefined;
}

interface SharedState {
  readonly parameters: Packed;
  readonly buffers: Packed;
  readonly updates: Map<string, Expression>;
}

/** Collects entries (first pass), or hands out slices of a packed input (second pass). */
class Packed {
  readonly entries: StateEntry[] = [];
  readonly #slices: ReadonlyMap<string, Expression> | undefined;

  constructor(slices?: ReadonlyMap<string, Expression>) {
    this.#slices = slices;
  }

  take(name: string, shape: readonly number[], initial: Initializer, isAgain: boolean): Expression {
    const slice = this.#slices?.get(name);
    if (slice) return slice;
    if (this.entries.some((entry) => entry.name === name)) {
      if (isAgain) return input(`undeclared/${name}`, shape);
      throw new KirchhoffError("NN_DUPLICATE_PARAMETER", `two tensors of the model are called "${name}"`, {
        hint: "give each layer a scope of its own: scope.child(name)",
      });
    }
    const last = this.entries.at(-1);
    const size = shape.reduce((a, b) => a * b, 1);
    this.entries.push({ name, shape, initial, offset: last ? last.offset + last.size : 0, size });
    return input(`undeclared/${name}`, shape);
  }
}

export interface BuiltModel<Result> {
  readonly result: Result;
  readonly parameters: StateLayout;
  readonly buffers: StateLayout;
  /** The packed inputs of the program: `parameters` `[p]` and `buffers` `[b]`. */
  readonly packedParameters: Expression;
  readonly packedBuffers: Expression;
  /** The buffers after this step, packed. */
  readonly nextBuffers: Expression;
}

/**
 * Builds a model's expression over packed state. `build` is called twice: once to learn which parameters there are, once to
 * build on slices of the packed vectors; it must be a pure function of its scope.
 */
export function buildModel<Result>(build: (scope: Scope) => Result, mode: Mode): BuiltModel<Result> {
  const probe = new Scope(mode);
  build(probe);
  const parameters = layout(probe.state.parameters.entries);
  const buffers = layout(probe.state.buffers.entries);
  const packedParameters = input("parameters", [parameters.size]);
  const packedBuffers = input("buffers", [buffers.size]);
  const slicesOfBuffers = slices(packedBuffers, buffers);
  const scope = new Scope(mode, {
    parameters: new Packed(slices(packedParameters, parameters)),
    buffers: new Packed(slicesOfBuffers),
    updates: new Map(),
  });
  const result = build(scope);
  const next = buffers.entries.map(({ name, size }) =>
    reshape(scope.state.updates.get(name) ?? slicesOfBuffers.get(name)!, [size]),
  );
  const nextBuffers = next.length > 0 ? concat(next, 0) : packedBuffers;
  return { result, parameters, buffers, packedParameters, packedBuffers, nextBuffers };
}

function layout(entries: readonly StateEntry[]): StateLayout {
  const last = entries.at(-1);
  return { entries, size: last ? last.offset + last.size : 0 };
}

function slices(packed: Expression, { entries }: StateLayout): ReadonlyMap<string, Expression> {
  if (entries.length === 0) return new Map();
  const parts = split(
    packed,
    entries.map((entry) => entry.size),
    0,
  );
  return new Map(entries.map(({ name, shape }, i) => [name, reshape(parts[i]!, shape)]));
}

/** Fresh values of a packed state; every tensor draws from a stream keyed by its name, so that depth changes no other layer. */
export function initialState({ entries, size }: StateLayout, seed: number): Float32Array {
  const values = new Float32Array(size);
  for (const { name, shape, offset, size: length, initial } of entries) {
    const random = new RandomStream(seed, `initialise/${name}`);
    for (let i = 0; i < length; i++) {
      if ("constant" in initial) values[offset + i] = initial.constant;
      else if ("uniform" in initial) values[offset + i] = random.uniform(-initial.uniform, initial.uniform);
      else if ("normal" in initial) values[offset + i] = initial.normal * random.normal();
      else values[offset + i] = (i % (shape.at(-1)! + 1) === 0 ? 1 : 0) + initial.identity * random.normal();
    }
  }
  return values;
}
