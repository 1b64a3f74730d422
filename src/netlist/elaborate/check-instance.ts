import type { Diagnostic } from "../diagnostic.js";
import type { Card, SubcircuitDefinition } from "./content.js";
import { MAXIMUM_HIERARCHY } from "./device-count.js";
import type { Frame } from "./frame.js";
import type { InstanceTemplate } from "./template.js";

/** Why an instance of a subcircuit cannot be opened in a frame, if so. */
export function refusalOf(
  { name, nets }: InstanceTemplate,
  frame: Frame,
  definition: SubcircuitDefinition,
): [code: Diagnostic["code"], message: string] | undefined {
  const cycle = cycleTo(definition, frame);
  if (cycle) return ["NETLIST_RECURSIVE_SUBCKT", `a subcircuit holds itself: ${cycle.join(" → ")}`];
  if (frame.depth >= MAXIMUM_HIERARCHY) {
    return ["NETLIST_HIERARCHY_TOO_DEEP", `subcircuits nest deeper than ${MAXIMUM_HIERARCHY} levels`];
  }
  if (nets.length === definition.ports.length) return undefined;
  return [
    "NETLIST_PORT_COUNT",
    `${name} connects ${nets.length} nets to the ${definition.ports.length} ports of ${definition.name}`,
  ];
}

/** Whether a definition is being instantiated already, a frame's own included, and the path of names to it. */
function cycleTo(definition: SubcircuitDefinition, innermost: Frame): string[] | undefined {
  const names = [definition.name];
  for (let frame: Frame | undefined = innermost; frame; frame = frame.caller) {
    if (frame.definition) names.unshift(frame.definition.name);
    if (frame.definition === definition) return names;
  }
  return undefined;
}

/**
 * Tells of what an instance gives its subcircuit that it neither declares nor uses, which is often a slip. Instances of one card share
 * its mistakes: `told` are the cards that were told of.
 */
export function reportUnknownParameters(
  { card, values }: InstanceTemplate,
  { name, defaults }: SubcircuitDefinition,
  { contents, scope, settings }: Frame,
  told: Set<Card>,
): void {
  if (values.every(({ key }) => key === "m" || scope.isUsed(key)) || told.has(card)) return;
  const known = new Set(
    [...defaults, ...contents.flatMap(({ parameters }) => parameters)].map((p) => p.name),
  );
  for (const { key } of values) {
    if (key === "m" || scope.isUsed(key) || known.has(key)) continue;
    told.add(card);
    const word = card.tokens().findLast(({ text }) => text === key);
    const message = `${name} has no parameter ${key}; its value has no effect`;
    const hint = settings.guesses.hint(key, known);
    card.report("warning", "NETLIST_UNKNOWN_PARAMETER", message, word?.start, hint);
  }
}
