import type { Circuit } from "../../circuit/index.js";
import type { Variable } from "../space.js";
import { matchedGroups } from "./matched.js";
import type { SizedNetlist } from "./netlist.js";
import type { Tie } from "./problem.js";

/** Parameters that agree in a matched group, by its kind; the multiplicity of a mirror is its ratio. */
const shared = { pair: ["w", "l", "m", "nf"], mirror: ["w", "l"] } as const;

/**
 * Ties of what a problem lets vary for one transistor of a matched group to the others of it, where it names devices
 * (`m1.w`): sizes that a netlist sets by `.param`s are as its author tied them, and names in `settled` (tied, fixed) as the problem says.
 */
export function matchedTies(
  variables: readonly Variable[],
  settled: readonly string[],
  netlist: SizedNetlist,
  circuit: Circuit,
): { ties: Tie[]; notes: string[] } {
  const byName = new Map(variables.map(({ name }) => [name.toLowerCase(), name]));
  const taken = new Set(settled.map((name) => name.toLowerCase()));
  const leaders = new Set<string>();
  const ties: Tie[] = [];
  const notes: string[] = [];
  for (const { kind, devices } of matchedGroups(circuit)) {
    const local = devices.map((device) => device.slice(device.lastIndexOf(".") + 1));
    for (const parameter of shared[kind]) {
      const names = local.map((device) => `${device}.${parameter}`);
      const leader = names.find((name) => byName.has(name) && !taken.has(name));
      if (leader === undefined) continue;
      leaders.add(leader);
      const followers = names.filter((name) => !leaders.has(name) && !taken.has(name) && netlist.has(name));
      for (const name of followers) {
        taken.add(name);
        ties.push({ name: byName.get(name) ?? name, of: byName.get(leader)!, ratio: 1, rule: kind });
      }
      if (followers.length > 0) {
        notes.push(
          `${followers.join(", ")} follow${followers.length > 1 ? "" : "s"} ${leader}: a matched ${kind} (rules.matched: false switches it off)`,
        );
      }
    }
  }
  return { ties, notes };
}
