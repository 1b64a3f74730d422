import { fanIn, type Scope } from "../../../nn/index.js";
import {
  add,
  concat,
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
import { parameterOnce, sharedLinear } from "./shared-linear.js";

/** Drops some of the numbers of a place in the network; all stay in prediction. */
export type Drop = (x: Expression, place: string) => Expression;

/** A place of dropout, with its columns. */
export type Place = readonly [name: string, width: number];

/** Hidden layers of the heads, and how wide each is for one spec; a comparison's are half of it for either side. */
export interface HeadShape {
  readonly layers: number;
  readonly width: number;
}

interface HeadInputs {
  /** Features of both sides, `[rows, features]`. */
  readonly a: Expression;
  readonly b: Expression;
  readonly specs: number;
  readonly shape: HeadShape;
  readonly dropped: Drop;
}

/** Log-odds `[rows, specs]` that a is better than b, that a meets, and that b meets. */
export function heads(scope: Scope, { a, b, specs, shape, dropped }: HeadInputs) {
  const { layers, width } = shape;
  const half = width / 2;
  const features = a.shape[1] as number;
  const others = Array.from({ length: layers - 1 }, (_, i) => i + 1);

  const firstOf = (own: Expression, other: Expression, place: string) => {
    const z = add(
      sharedLinear(scope, "compare.own", own, half * specs, 2 * features),
      sharedLinear(scope, "compare.other", other, half * specs, 2 * features, false),
    );
    return dropped(relu(z), place);
  };
  let [u, v] = [firstOf(a, b, "u"), firstOf(b, a, "v")];
  for (const layer of others) {
    const next = (own: Expression, other: Expression, place: string) => {
      const z = add(
        bySpec(scope, `compare.${layer}.own`, own, specs, width),
        bySpec(scope, `compare.${layer}.other`, other, specs, width, false),
      );
      return dropped(relu(z), `${place}${layer}`);
    };
    [u, v] = [next(u, v, "u"), next(v, u, "v")];
  }
  // The two logits are one function with its sides changed, so that their difference is odd.
  const difference = sub(u, v);
  const weight = scope.parameter("compare.out", [half * specs], fanIn(width));
  const better = sumsOfGroups(mul(difference, weight), specs, half);

  const meets = (f: Expression, place: string) => {
    let h = dropped(relu(sharedLinear(scope, "meets.hidden", f, width * specs, features)), place);
    for (const layer of others) {
      h = dropped(relu(bySpec(scope, `meets.${layer}`, h, specs, width)), `${place}${layer}`);
    }
    const product = mul(h, parameterOnce(scope, "meets.out", [width * specs], width));
    return add(sumsOfGroups(product, specs, width), parameterOnce(scope, "meets.bias", [specs], width));
  };
  return { better, meetsA: meets(a, "ma"), meetsB: meets(b, "mb") };
}

/** A linear layer of each spec's own columns: `[rows, specs * n]` to the same. */
function bySpec(scope: Scope, name: string, x: Expression, specs: number, fan: number, hasBias = true) {
  const columns = x.shape[1] as number;
  const each = Array.from({ length: specs }, () => columns / specs);
  const weights = split(parameterOnce(scope, `${name}.weight`, [columns, columns / specs], fan), each, 0);
  const z = concat(
    split(x, each, 1).map((own, spec) => gemm(own, weights[spec]!, { transposeB: true })),
    1,
  );
  return hasBias ? add(z, parameterOnce(scope, `${name}.bias`, [columns], fan)) : z;
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

/** Where the heads drop numbers. */
export function headPlaces({ layers, width }: HeadShape, specs: number): Place[] {
  return Array.from({ length: layers }, (_, layer) => (layer === 0 ? "" : layer)).flatMap(
    (suffix): Place[] => [
      [`u${suffix}`, (width / 2) * specs],
      [`v${suffix}`, (width / 2) * specs],
      [`ma${suffix}`, width * specs],
      [`mb${suffix}`, width * specs],
    ],
  );
}

/** Columns of the mask of dropout. */
export function maskWidth(places: readonly Place[]): number {
  return places.reduce((sum, [, width]) => sum + width, 0);
}

/** Dropout by a mask `[rows, maskWidth]` whose columns belong to the places in turn. */
export function droppedBy(kept: Expression, places: readonly Place[]): Drop {
  const parts = split(
    kept,
    places.map(([, width]) => width),
    1,
  );
  return (x, place) => mul(x, parts[places.findIndex(([name]) => name === place)]!);
}
