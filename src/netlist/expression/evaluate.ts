import type { Dialect } from "../dialect.js";
import type { Program } from "./compile.js";
import { builtIns, power } from "./functions.js";

/** A `.func`, or a `.param` with arguments. */
export interface UserFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly program: Program;
}

/** What an expression needs to know of its surroundings. */
export interface EvaluationContext {
  readonly dialect: Dialect;
  /** Value of a name; throws {@link EvaluationError}. */
  value(name: string): number;
  userFunction(name: string): UserFunction | undefined;
  /** Told how many instructions run next; may throw to end the evaluation. */
  spend(instructions: number): void;
  /** Told that a random function gave its nominal value. */
  statistical(name: string): void;
}

/** Why an expression has no value. */
export class EvaluationError extends Error {
  readonly code: `NETLIST_${string}`;

  constructor(code: `NETLIST_${string}`, message: string) {
    super(message);
    this.code = code;
  }
}

const MAXIMUM_CALL_DEPTH = 64;
const MAXIMUM_CALLS = 100_000;

/** A finite value of a program; throws {@link EvaluationError} (undefined names, not finite, too deep, `v(…)`). */
export function evaluate(program: Program, context: EvaluationContext): number {
  if (program.constant !== undefined) return program.constant;
  const value = new Machine(context).run(program, undefined, 0);
  if (Number.isFinite(value)) return value;
  throw new EvaluationError(
    "NETLIST_NOT_FINITE",
    `${program.text} is ${Number.isNaN(value) ? "not a number" : value}`,
  );
}

class Machine {
  readonly #context: EvaluationContext;
  #calls = 0;

  constructor(context: EvaluationContext) {
    this.#context = context;
  }

  run(program: Program, locals: ReadonlyMap<string, number> | undefined, depth: number): number {
    if (program.readsCircuit) {
      throw new EvaluationError("NETLIST_NOT_CONSTANT", `${program.text} depends on voltages or currents`);
    }
    const stack: number[] = [];
    const { instructions } = program;
    this.#context.spend(instructions.length);
    for (let at = 0; at < instructions.length; at++) {
      const step = instructions[at]!;
      switch (step.op) {
        case "push":
          stack.push(step.value);
          break;
        case "load":
          stack.push(locals?.get(step.name) ?? this.#context.value(step.name));
          break;
        case "negate":
          stack.push(-stack.pop()!);
          break;
        case "not":
          stack.push(stack.pop() === 0 ? 1 : 0);
          break;
        case "binary": {
          const right = stack.pop()!;
          stack.push(applyOperator(step.operator, stack.pop()!, right, this.#context.dialect));
          break;
        }
        case "jump":
          at = step.target - 1;
          break;
        case "jump-if-zero":
          if (stack.pop() === 0) at = step.target - 1;
          break;
        case "call":
          stack.push(this.#call(step.name, stack.splice(stack.length - step.count, step.count), depth));
      }
    }
    return stack[0]!;
  }

  #call(name: string, args: readonly number[], depth: number): number {
    const user = this.#context.userFunction(name);
    if (user) {
      expectCount(name, args.length, user.parameters.length, user.parameters.length);
      if (depth >= MAXIMUM_CALL_DEPTH || ++this.#calls > MAXIMUM_CALLS) {
        throw new EvaluationError("NETLIST_TOO_DEEP", `calls of ${name} nest too deep or too often`);
      }
      return this.run(user.program, new Map(user.parameters.map((p, i) => [p, args[i]!])), depth + 1);
    }
    if (name === "ternary_fcn" || name === "if") {
      expectCount(name, args.length, 3, 3);
      return args[0] === 0 ? args[2]! : args[1]!;
    }
    const builtIn = builtIns.get(name);
    if (!builtIn) throw new EvaluationError("NETLIST_UNDEFINED_FUNCTION", `no function is named ${name}`);
    expectCount(name, args.length, builtIn.minimumArguments, builtIn.maximumArguments);
    if (builtIn.isStatistical || (name === "limit" && args.length === 2)) this.#context.statistical(name);
    return builtIn.apply(args, this.#context.dialect);
  }
}

function expectCount(name: string, found: number, minimum: number, maximum: number): void {
  if (found >= minimum && found <= maximum) return;
  const expected = minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`;
  throw new EvaluationError("NETLIST_ARGUMENT_COUNT", `${name} takes ${expected} arguments, found ${found}`);
}

function applyOperator(operator: string, x: number, y: number, dialect: Dialect): number {
  switch (operator) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "/":
      return x / y;
    case "%":
      return x % y;
    case "\\":
      return Math.trunc(x / y);
    case "**":
      return power(x, y, dialect);
    case "==":
      return x === y ? 1 : 0;
    case "!=":
    case "<>":
      return x !== y ? 1 : 0;
    case "<":
      return x < y ? 1 : 0;
    case ">":
      return x > y ? 1 : 0;
    case "<=":
      return x <= y ? 1 : 0;
    case ">=":
      return x >= y ? 1 : 0;
    case "&&":
    case "&":
      return x !== 0 && y !== 0 ? 1 : 0;
    default:
      return x !== 0 || y !== 0 ? 1 : 0;
  }
}
