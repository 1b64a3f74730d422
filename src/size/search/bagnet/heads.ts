import { fanIn, type Scope } from "../../../nn/index.js";
import {
  add,
  constant,
  type Expression,
  gemm,
  mean,
  mul,
  relu,
  softplus,
  split,
  sub,
} from "../../../tensor/index.js";

const hidden = 20;

/** Drops some of the numbers of a place in the network; all stay in prediction. */
type Drop = (x: Expression, place: string) => Expression;

interface HeadInputs {
  readonly a: Expression;
  readonly b: Expression;
  readonly specs: number;
  readonly dropped: Drop;
}

/** Log-odds `[rows, specs]` that a is better than b, that a meets, and that b meets. */
export function heads(scope: Scope, { a, b, specs, dropped }: HeadInputs) {
  const features = (x: Expression, side: string) => {
    let h = x;
    for (let layer = 0; layer < 3; layer++) {
      h = dropped(relu(sharedLinear(scope, `features.${layer}`, h, hidden)), `${side}${layer}`);
    }
    return h;
  };
  const [fa, fb] = [features(a, "a"), features(b, "b")];
  const half = hidden / 2;
  const side = (own: Expression, other: Expression, place: string) => {
    const z = add(
      sharedLinear(scope, "compare.own", own, half * specs, 2 * hidden),
      sharedLinear(scope, "compare.other", other, half * specs, 2 * hidden, false),
    );
    return dropped(relu(z), place);
  };
  const [u, v] = [side(fa, fb, "u"), side(fb, fa, "v")];
  // The two logits are one function with its sides changed, so that their difference is odd.
  const difference = sub(u, v);
  const weight = scope.parameter("compare.out", [half * specs], fanIn(hidden));
  const better = sumsOfGroups(mul(difference, weight), specs, half);
  const meets = (f: Expression, place: string) => {
    const h = dropped(relu(sharedLinear(scope, "meets.hidden", f, hidden * specs, hidden)), place);
    const product = mul(h, parameterOnce(scope, "meets.out", [hidden * specs], hidden));
    return add(sumsOfGroups(product, specs, hidden), parameterOnce(scope, "meets.bias", [specs], hidden));
  };
  return { better, meetsA: meets(fa, "ma"), meetsB: meets(fb, "mb") };
}

/** A linear layer that is used several times under one name. */
function sharedLinear(
  scope: Scope,
  name: string,
  x: Expression,
  outputs: number,
  fan = x.shape[1] as number,
  hasBias = true,
): Expression {
  const weight = parameterOnce(scope, `${name}.weight`, [outputs, x.shape[1] as number], fan);
  const bias = hasBias ? parameterOnce(scope, `${name}.bias`, [outputs], fan) : undefined;
  return gemm(x, weight, { transposeB: true, ...(bias && { addend: bias }) });
}

const handedOut = new WeakMap<object, Map<string, Expression>>();

/** A parameter by its name, the same one each time. */
function parameterOnce(scope: Scope, name: string, shape: readonly number[], fan: number): Expression {
  const known = handedOut.get(scope) ?? new Map<string, Expression>();
  handedOut.set(scope, known);
  const found = known.get(name) ?? scope.parameter(name, shape, fanIn(fan));
  known.set(name, found);
  return found;
}

/** Sums of so many groups of so many neighbouring columns: `[rows, groups]`. */
function sumsOfGroups(x: Expression, groups: number, size: number): Expression {
  const ones = Array.from({ length: groups * size * groups }, (_, i) =>
    Math.floor(Math.floor(i / groups) / size) === i % groups ? 1 : 0,
  );
  return gemm(x, constant(ones, [groups * size, groups]));
}

/** Mean over rows and specs of the cross-entropy of log-odds and labels. */
export function crossEntropy(logOdds: Expression, labels: Expression): Expression {
  return mean(sub(softplus(logOdds), mul(logOdds, labels)));
}

const places = (specs: number): (readonly [place: string, width: number])[] => [
  ...["a0", "a1", "a2", "b0", "b1", "b2"].map((place) => [place, hidden] as const),
  ["u", (hidden / 2) * specs],
  ["v", (hidden / 2) * specs],
  ["ma", hidden * specs],
  ["mb", hidden * specs],
];

/** Columns of the mask of dropout. */
export function maskWidth(specs: number): number {
  return places(specs).reduce((sum, [, width]) => sum + width, 0);
}

/** Dropout by a mask `[rows, maskWidth]` whose columns belong to the places in turn. */
export function droppedBy(kept: Expression, specs: number): Drop {
  const all = places(specs);
  const widths = all.map(([, width]) => width);
  const parts = split(kept, widths, 1);
  return (x, place) => mul(x, parts[all.findIndex(([name]) => name === place)]!);
}
