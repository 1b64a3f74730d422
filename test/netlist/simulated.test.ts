import { readFileSync } from "node:fs";
import { type ResultType, Simulation } from "eecircuit-engine";
import { beforeAll, describe, expect, it } from "vitest";
import { printCircuit, readNetlist } from "../../src/netlist/index.js";

/** Operating points of a deck by net, from ngspice itself (embedded). */
async function operatingPoint(simulation: Simulation, deck: string): Promise<Map<string, number>> {
  simulation.setNetList(deck);
  const result: ResultType = await simulation.runSim();
  return new Map(result.data.map(({ name, values }) => [name.toLowerCase(), Number(values[0])]));
}

/** A deck without its analyses and `.control` blocks, with one operating point instead. */
function onlyOperatingPoint(deck: string): string {
  const cards = deck
    .replace(/^\.control[\s\S]*?^\.endc\n/gim, "")
    .replace(/^\.(op|ac|tran|end)\b.*\n/gim, "");
  return `${cards}.op\n.end\n`;
}

describe("a printed flat circuit", () => {
  const simulation = new Simulation();
  beforeAll(async () => simulation.start());

  const decks: Record<string, string> = {
    ladder: readFileSync("examples/circuits/ladder-3.sp", "utf8"),
    "two-stage op-amp": readFileSync("examples/two-stage-opamp.sp", "utf8"),
    "parameters, functions, conditionals, multipliers": `Hierarchy
.param vdd=1.8 k='vdd > 1 ? 2 : 3'
.func par(x,y) {x*y/(x+y)}
.model d1 d is=1e-15 n=1.1
.subckt cell a b r=1k
.param half='r/2'
.if (r > 1500)
R1 a m {half}
.else
R1 a m {r}
.endif
R2 m b 'par(r, 2k)'
D1 m b d1 area='k'
B1 m b i='1u*v(a,m)*k'
.ends
V1 in 0 {vdd}
X1 in out cell r=2k
X2 out 0 cell m=3
E1 e 0 in out 3
Re e 0 1meg
`,
  };
  for (const [name, deck] of Object.entries(decks)) {
    it(`has the operating point of the deck it came from: ${name}`, async () => {
      const source = onlyOperatingPoint(deck);
      const { circuit, diagnostics } = readNetlist(source);
      expect(diagnostics).toEqual([]);
      const { lines, netNames } = printCircuit(circuit);
      const expected = await operatingPoint(simulation, source);
      const printed = await operatingPoint(simulation, [...lines, ".op", ".end", ""].join("\n"));
      const nets = circuit.nets.filter(({ isGround }) => !isGround);
      expect(nets.length).toBeGreaterThan(2);
      circuit.nets.forEach(({ name: net, isGround }, i) => {
        if (isGround) return;
        const key = (n: string) => (expected.has(`v(${n})`) || printed.has(`v(${n})`) ? `v(${n})` : n);
        expect(printed.get(key(netNames[i]!)), net).toBeCloseTo(expected.get(key(net))!, 9);
      });
    });
  }
});
