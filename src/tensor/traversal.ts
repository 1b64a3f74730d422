import type { Expression, Operation } from "./expression.js";

/**
 * The operations that `roots` depend on, each after those it needs. With `intoComposites`, a composite stands for its body;
 * without, for its declared inputs.
 */
export function inTopologicalOrder(
  roots: readonly Expression[],
  { intoComposites }: { readonly intoComposites: boolean },
): Operation[] {
  const order: Operation[] = [];
  const state = new Map<Operation, "open" | "done">();
  const stack = roots.map((root) => root.operation).reverse();
  while (stack.length > 0) {
    const operation = stack.at(-1)!;
    if (state.get(operation) === "done") {
      stack.pop();
    } else if (state.get(operation) === "open") {
      stack.pop();
      state.set(operation, "done");
      order.push(operation);
    } else {
      state.set(operation, "open");
      const needs = intoComposites && operation.composite ? operation.composite.body : operation.inputs;
      for (let i = needs.length - 1; i >= 0; i--) {
        const next = needs[i]?.operation;
        if (next && !state.has(next)) stack.push(next);
      }
    }
  }
  return order;
}
