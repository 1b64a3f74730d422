import type { DiagnosticList } from "../diagnostic.js";
import type { SyntaxTree } from "../syntax/tree.js";

/** Cards that a deck may well begin with, whole: "Resistor ladder of 3 branches" is none. */
const CARDS = [
  /^\.(subckt|param|include|lib|model|options?|global)\b/i,
  /^[rcl]\w*\s+\S+\s+\S+\s+([{'].*|[\d.]\S*(\s+\w+\s*=.*)?)$/i,
  /^[vi]\w*\s+\S+\s+\S+\s+(dc\s+)?([{'].*|[\d.]\S*(\s+(ac|pulse|sin|exp|pwl|sffm|am)\b.*)?)$/i,
];

/** The title of a deck; one that looks like a card gets a diagnostic, because SPICE never reads it as one. */
export function readTitle({ source, nodes }: SyntaxTree, diagnostics: DiagnosticList): string {
  const first = nodes[0];
  if (first?.kind !== "title") return "";
  const title = source.text
    .slice(first.start, first.end)
    .replace(/^\ufeff/, "")
    .trim();
  if (CARDS.some((card) => card.test(title))) {
    diagnostics.add({
      code: "NETLIST_TITLE_IS_CARD",
      severity: "warning",
      message: "the first line is the title, whatever it holds; this one looks like a card",
      location: source.locate(0),
      hint: "put a title line before it",
    });
  }
  return title;
}
