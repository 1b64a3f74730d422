import { readFields } from "../syntax/fields.js";
import type { Block } from "../syntax/tree.js";
import type { ExpressionCompiler } from "./compiler.js";
import { type Card, Content } from "./content.js";
import type { Place } from "./place.js";

/** Reads the name, ports and defaults of a `.subckt`, between its first card and its last; its body waits until something instantiates it. */
export function collectSubcircuit(
  block: Block,
  { card, end }: { readonly card: Card; readonly end: Card | undefined },
  { content, source, steps }: Place,
  compiler: ExpressionCompiler,
): void {
  const { positional, named } = readFields(card.tokens(), 1);
  const [name, ...ports] = positional.filter(({ text }) => text !== "params:").map(({ text }) => text);
  if (name === undefined) {
    card.report("error", "NETLIST_MISSING_NAME", `${card.keyword} has no name`);
    return;
  }
  const known = content.subcircuits.get(name);
  if (known) {
    const isSame = known.card.source === card.source && known.card.statement === card.statement;
    const message = `${name} is defined twice; the first definition counts`;
    if (!isSame) card.report("warning", "NETLIST_DUPLICATE_SUBCKT", message);
    return;
  }
  const defaults = new Content();
  compiler.define(named, card, defaults);
  const { parameters } = defaults;
  const body = { source, nodes: block.body, includes: steps };
  content.subcircuits.set(name, { name, ports, defaults: parameters, card, ...body });
  const said = end?.tokens(2)[1]?.text;
  if (end && said !== undefined && said !== name) {
    end.report("warning", "NETLIST_ENDS_NAME", `${end.keyword} ${said} ends subcircuit ${name}`);
  }
}
