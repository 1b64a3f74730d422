import type { BuildSettings } from "./build-device.js";
import type { ExpressionCompiler } from "./compiler.js";
import type { Card } from "./content.js";
import type { Frame } from "./frame.js";
import { readOptionCard } from "./option-card.js";

/** `.temp`: the first temperature counts. */
export function readTemperature(cards: readonly Card[], top: Frame, compiler: ExpressionCompiler): void {
  for (const card of cards) {
    const values = card
      .tokens()
      .slice(1)
      .filter(({ kind }) => kind === "word" || kind === "expression");
    const [first, ...others] = values;
    const program = first && compiler.compile(first.text, card, first.start);
    const value = program && top.evaluateFor(card, ".temp", program);
    if (value !== undefined) top.settings.temperature = value;
    else if (!first) card.report("error", "NETLIST_MISSING_VALUE", ".temp has no value");
    if (others.length > 0) {
      card.report(
        "warning",
        "NETLIST_SEVERAL_TEMPERATURES",
        `only the first of ${values.length} temperatures counts`,
      );
    }
  }
}

/** `.options`: numbers, flags as 1, into `options`; `temp` acts here and now, `scale` and `wnflag` on how devices are built. */
export function readOptions(
  cards: readonly Card[],
  top: Frame,
  compiler: ExpressionCompiler,
  options: Record<string, number>,
): Partial<Pick<BuildSettings, "scale" | "widthPerFinger">> {
  let build: Partial<Pick<BuildSettings, "scale" | "widthPerFinger">> = {};
  for (const card of cards) {
    const { definitions, flags } = readOptionCard(card);
    for (const flag of flags) options[flag] = 1;
    for (const { name, value } of definitions) {
      const program = value.kind === "string" ? undefined : compiler.compile(value.text, card, value.start);
      const isName = program !== undefined && program.names.length === 1 && !top.scope.has(program.names[0]!);
      if (program === undefined || isName) {
        card.report("info", "NETLIST_TEXT_OPTION", `option ${name} is text and has no effect`, value.start);
        continue;
      }
      const number = top.evaluateFor(card, `option ${name}`, program);
      if (number === undefined) continue;
      if (name === "temp") top.settings.temperature = number;
      else if (name === "scale") build = { ...build, scale: number };
      else options[name] = number;
      if (name === "wnflag") build = { ...build, widthPerFinger: number !== 0 };
    }
  }
  return build;
}
