import { AugmentationTree, type Circuit, editCircuit, exactRules, soundRules } from "../../circuit/index.js";
import { catalogueCircuit } from "../../netlist/node-catalogue/index.js";
import { proveCircuit, type SimulationPool } from "../../simulate/index.js";

/** How many circuits still do what is claimed of them after edits. */
export interface WorkingRow {
  readonly edits: string;
  readonly circuits: number;
  /** Circuits all of whose claims hold. */
  readonly working: number;
  readonly claims: number;
  readonly holding: number;
}

/** A member with several edits: its depth is six on average. */
const member = 300;

const ways: readonly (readonly [name: string, edit: (circuit: Circuit, tree: TreeOf) => Circuit])[] = [
  ["none", (circuit) => circuit],
  ["positive, exact rules", (circuit, tree) => editCircuit(circuit, tree(exactRules).positive(member))],
  ["positive, sound rules", (circuit, tree) => editCircuit(circuit, tree(soundRules).positive(member))],
  [
    "positive, sound rules, transistors by geometry",
    (circuit, tree) => editCircuit(circuit, tree(soundRules).positive(member), { transistors: "geometry" }),
  ],
  ["negative of the circuit itself", (circuit, tree) => editCircuit(circuit, tree(soundRules).negative(0))],
];

type TreeOf = (rules: typeof soundRules) => AugmentationTree;

/** Proves circuits of the catalogue again after edits. Throws SIMULATION_NO_PROOF, CIRCUIT_UNKNOWN_NAME. */
export async function countWorking(
  pool: Pick<SimulationPool, "analyse">,
  names: readonly string[],
  { seed = 0, onCircuit = (_done: number) => {} } = {},
): Promise<WorkingRow[]> {
  const rows = ways.map(([edits]) => ({ edits, circuits: 0, working: 0, claims: 0, holding: 0 }));
  for (const [done, name] of names.entries()) {
    onCircuit(done);
    const circuit = catalogueCircuit(name);
    const tree: TreeOf = (rules) => new AugmentationTree(circuit, { rules, seed, purpose: name });
    for (const [way, [, edit]] of ways.entries()) {
      const claims = await proveCircuit(pool, name, edit(circuit, tree));
      const holding = claims.filter(({ holds }) => holds).length;
      const row = rows[way]!;
      row.circuits++;
      row.claims += claims.length;
      row.holding += holding;
      if (holding === claims.length) row.working++;
    }
  }
  return rows;
}
