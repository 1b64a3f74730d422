import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError, nearestWord } from "../../core/index.js";

/** Curves that are shown where nobody chose: more are no picture. */
const mostCurves = 8;

/** The nets that a comma-separated list names. Throws CLI_UNKNOWN_NET. */
export function chosenNets({ nets }: Circuit, list: string): string[] {
  const known = nets.filter(({ isGround }) => !isGround).map(({ name }) => name);
  return list.split(",").map((text) => {
    const name = text.trim().toLowerCase();
    if (known.includes(name)) return name;
    const guess = nearestWord(name, known);
    throw new KirchhoffError("CLI_UNKNOWN_NET", "the circuit has no net of this name", {
      found: name,
      expected: `one of ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : ""}`,
      ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
    });
  });
}

/** The nets of the top level that no voltage source holds against ground; a few of them, or all where all are held. */
export function interestingNets({ nets, devices }: Circuit): string[] {
  const held = new Set(
    devices.flatMap(({ kind, terminals }) =>
      kind === "voltage-source" && terminals.some(({ net }) => nets[net]!.isGround)
        ? terminals.map(({ net }) => net)
        : [],
    ),
  );
  const all = nets.flatMap(({ name, isGround }, id) => (isGround ? [] : [{ name, id }]));
  const free = all.filter(({ id, name }) => !held.has(id) && !name.includes("."));
  return (free.length > 0 ? free : all).slice(0, mostCurves).map(({ name }) => name);
}
