import type { Card, Content } from "./content.js";

/** Reads the name and type of a `.model` card; its parameters wait until a device uses it. */
export function collectModel(card: Card, content: Content): void {
  const [, name, type] = card.tokens(3);
  if (name?.kind !== "word" || type?.kind !== "word") {
    card.report("error", "NETLIST_MISSING_NAME", ".model needs a name and a type");
    return;
  }
  const known = content.models.get(name.text);
  if (known) {
    const isSame = known.card.source === card.source && known.card.statement === card.statement;
    if (!isSame)
      card.report(
        "warning",
        "NETLIST_DUPLICATE_MODEL",
        `${name.text} is defined twice; the first definition counts`,
      );
    return;
  }
  const model = { name: name.text, type: type.text, card };
  content.models.set(name.text, model);
  const base = /^(.+)\.\d+$/.exec(name.text)?.[1];
  if (base === undefined) return;
  const bins = content.bins.get(base);
  if (bins) bins.push(model);
  else content.bins.set(base, [model]);
}
