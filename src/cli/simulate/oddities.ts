import type { Circuit } from "../../circuit/index.js";

/** Names of a kind that are printed. */
const mostNames = 8;
/** A transistor longer or wider than this has lost the `u` or `n` behind its size. */
const largestMetres = 1e-3;

/**
 * What is allowed in a circuit but looks like a slip: nets of the top level with one terminal alone, transistors of a millimetre and
 * more, and transistors without a bulk, which ngspice does not take. A sentence for each kind.
 */
export function oddities(circuit: Circuit): string[] {
  const { devices, models } = circuit;
  const known = new Set(models.map(({ name }) => name));
  const transistors = devices.filter(
    ({ kind, model }) => (kind === "nmos" || kind === "pmos") && model !== undefined && known.has(model),
  );
  const large = transistors.flatMap(({ name, parameters }) =>
    ["w", "l"]
      .filter((key) => (parameters[key] ?? 0) > largestMetres)
      .map((key) => `${key} of ${name} (${parameters[key]} m)`),
  );
  const bulkless = devices.filter(
    ({ kind, terminals }) => (kind === "nmos" || kind === "pmos") && terminals.length === 3,
  );
  return [
    ...told("nets with one terminal only, perhaps misspelt:", loneNets(circuit)),
    ...told("sizes that lack a u or n:", large),
    ...told(
      "transistors with three nets, where ngspice needs drain, gate, source and bulk:",
      bulkless.map(({ name }) => name),
    ),
  ];
}

/** `net (device)` for every net of the top level that a single terminal is on. */
function loneNets({ devices, nets }: Circuit): string[] {
  const on = nets.map((): string[] => []);
  for (const { name, terminals } of devices) for (const { net } of terminals) on[net]!.push(name);
  return nets.flatMap(({ name, isGround }, net) =>
    !isGround && !name.includes(".") && on[net]!.length === 1 ? [`${name} (${on[net]![0]})`] : [],
  );
}

function told(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return [`${what} ${names.slice(0, mostNames).join(", ")}${more}`];
}
