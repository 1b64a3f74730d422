import { type DegreeProfile, type RowLists, rowTable } from "../core/index.js";
import { div, equal, exp, maximum, mul, sub, toFloat } from "./elementwise.js";
import { type Expression, input, onesRow, withGradient } from "./expression.js";
import { reshape } from "./layout.js";
import { maxRows, type RowTableInput, rowTableFeeds, sumRows, symmetricTable } from "./rows.js";
import type { TensorValue } from "./runtime.js";
import type { Dimension } from "./shape.js";

/**
 * A partition of items into groups: the edges into each node, the nodes of each graph. As a row table it sums items `[items, c]` to
 * groups `[groups, c]`; its transpose gives each item the row of its group. Groups may be empty.
 */
export type GroupTable = RowTableInput;

interface GroupTableShape {
  readonly items: Dimension;
  readonly groups: Dimension;
  /** Which group sizes occur. */
  readonly profile: DegreeProfile;
}

/** Declares a partition as inputs of a program. */
export function groupTable(name: string, { items, groups, profile }: GroupTableShape): GroupTable {
  const { transpose: _, ...rows } = symmetricTable(name, groups, profile, { restore: true });
  const sum = { ...rows, source: items } as Omit<GroupTable, "transpose"> & { transpose?: GroupTable };
  const index = input(`${name}/group`, [items], "int32");
  sum.transpose = {
    name: `${name}/spread`,
    rows: items,
    source: groups,
    classes: [{ indices: [index], count: String(items), isEmpty: false }],
    transpose: sum as GroupTable,
  };
  return sum as GroupTable;
}

/** What a program is fed for a {@link groupTable}: item `i` belongs to group `groupOf[i]` of `groups`. */
export function groupFeeds(
  name: string,
  groupOf: Int32Array,
  groups: number,
  profile: DegreeProfile,
): Record<string, TensorValue> {
  return {
    ...rowTableFeeds(name, rowTable(groupLists(groupOf, groups), profile)),
    [`${name}/group`]: { type: "int32", shape: [groupOf.length], data: groupOf },
  };
}

/** The items of each group, ascending. */
export function groupLists(groupOf: Int32Array, groups: number): RowLists {
  const offsets = new Int32Array(groups + 1);
  for (const group of groupOf) offsets[group + 1]!++;
  for (let group = 0; group < groups; group++) offsets[group + 1]! += offsets[group]!;
  const next = offsets.slice(0, groups);
  const indices = new Int32Array(groupOf.length);
  groupOf.forEach((group, item) => {
    indices[next[group]!++] = item;
  });
  return { offsets, indices };
}

/** Gives each item the row of its group: x `[groups, c]` to `[items, c]`. */
export const spread = (x: Expression, table: GroupTable): Expression => sumRows(x, table.transpose);

/** Sums the items of each group, 0 where there are none: x `[items, c]` to `[groups, c]`. */
export const sumByGroup = (x: Expression, table: GroupTable): Expression => sumRows(x, table);

/** The largest item of each group, channel by channel, 0 where there are none; equal items share the gradient. x `[items, c]`. */
export function maxByGroup(x: Expression, table: GroupTable): Expression {
  const top = maxRows(x, table);
  return withGradient([x], [top], (_, [adjoint]) => {
    const isTop = toFloat(equal(x, spread(top, table)));
    const share = div(adjoint!, maximum(sumByGroup(isTop, table), 1));
    return [mul(isTop, spread(share, table))];
  })[0]!;
}

/** Softmax over the items of each group, channel by channel, shifted by each group's maximum: x `[items, c]`. */
export function softmaxByGroup(x: Expression, table: GroupTable): Expression {
  const e = exp(sub(x, spread(maxRows(x, table), table)));
  const y = div(e, spread(sumByGroup(e, table), table));
  return withGradient([x], [y], (_, [adjoint]) => {
    const weighted = mul(adjoint!, y);
    return [sub(weighted, mul(y, spread(sumByGroup(weighted, table), table)))];
  })[0]!;
}

/** How many summands each row of a table has, `[rows, 1]`. */
export const summandCount = (table: RowTableInput): Expression =>
  sumRows(reshape(onesRow(table.source), [table.source, 1]), table);
