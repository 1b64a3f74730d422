import type { Definition } from "../syntax/fields.js";
import type { Card } from "./content.js";

/** The pairs and the lone words of an `.options` card. */
export function readOptionCard(card: Card): { definitions: readonly Definition[]; flags: string[] } {
  const tokens = card.tokens();
  const flags: string[] = [];
  const definitions: Definition[] = [];
  for (let at = 1; at < tokens.length; at++) {
    const token = tokens[at]!;
    const value = tokens[at + 2];
    if (token.kind !== "word") continue;
    if (tokens[at + 1]?.kind !== "=") flags.push(token.text);
    else if (value && value.kind !== "=" && value.kind !== "," && value.kind !== "(" && value.kind !== ")") {
      definitions.push({ name: token.text, start: token.start, value: { ...value, kind: value.kind } });
      at += 2;
    } else {
      card.report("error", "NETLIST_MISSING_VALUE", `option ${token.text}= has no value`, token.start);
      at++;
    }
  }
  return { definitions, flags };
}
