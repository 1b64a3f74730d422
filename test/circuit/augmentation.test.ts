import { describe, expect, it } from "vitest";
import {
  type AugmentationRules,
  AugmentationTree,
  augmentedCircuits,
  type Circuit,
  circuitCatalogue,
  type Edit,
  editCircuit,
  exactRules,
  faithfulRules,
  soundRules,
} from "../../src/circuit/index.js";
import { printCircuit, readNetlist } from "../../src/netlist/index.js";
import { catalogueCircuit } from "../../src/netlist/node-catalogue/index.js";

const circuitOf = (cards: string): Circuit =>
  readNetlist(`test\n${cards}\n.model n nmos\n.model p pmos\n.end\n`).circuit;

/** The devices of a circuit as cards, after edits. */
function cardsAfter(cards: string, edits: readonly Edit[], options = {}): string[] {
  const lines = printCircuit(editCircuit(circuitOf(cards), edits, options)).lines;
  return lines.filter((line) => !/^[.*t]/.test(line));
}

const parallel = (kind: Edit["kind"]): Edit => ({ operation: "parallel", device: 0, kind });
const series = (kind: Edit["kind"], end: 0 | 1 = 0): Edit => ({ operation: "series", device: 0, kind, end });

describe("a device split into two of its kind", () => {
  it("shares its value", () => {
    expect(cardsAfter("r1 a b 1k", [parallel("resistor")])).toEqual(["r1 a b 2000", "r1_2 a b 2000"]);
    expect(cardsAfter("r1 a b 1k", [series("resistor")])).toEqual(["r1 r1_mid b 500", "r1_2 a r1_mid 500"]);
    expect(cardsAfter("r1 a b 1k", [series("resistor", 1)])).toEqual([
      "r1 a r1_mid 500",
      "r1_2 r1_mid b 500",
    ]);
    expect(cardsAfter("c1 a b 4", [parallel("capacitor")])).toEqual(["c1 a b 2", "c1_2 a b 2"]);
    expect(cardsAfter("c1 a b 4 ic=2", [series("capacitor")])[0]).toBe("c1 c1_mid b 8 ic=1");
    expect(cardsAfter("l1 a b 4 ic=2", [parallel("inductor")])[1]).toBe("l1_2 a b 8 ic=1");
    expect(cardsAfter("l1 a b 4", [series("inductor")])[1]).toBe("l1_2 a l1_mid 2");
  });

  it("shares the current of a source, also of a waveform", () => {
    expect(cardsAfter("i1 a b dc 2 ac 4", [parallel("current-source")])[1]).toBe("i1_2 a b dc 1 ac 2");
    expect(cardsAfter("i1 a b dc 2", [series("current-source")])[1]).toBe("i1_2 a i1_mid dc 2");
    expect(cardsAfter("i1 a b pulse(0 1 0 1n 1n 1u 2u)", [parallel("current-source")])[1]).toMatch(/m 0\.5/);
  });

  it("shares multiplicity, width or length of a transistor, and keeps gate and bulk", () => {
    const card = "m1 d g s b n w=2 l=4 ad=6 nrd=1";
    expect(cardsAfter(card, [parallel("nmos")])[1]).toBe("m1_2 d g s b n w=2 l=4 ad=6 nrd=1 m=0.5");
    expect(cardsAfter(card, [parallel("nmos")], { transistors: "geometry" })[1]).toBe(
      "m1_2 d g s b n w=1 l=4 ad=3 nrd=2",
    );
    expect(cardsAfter(card, [series("nmos")])).toEqual([
      "m1 m1_mid g s b n w=2 l=4 ad=6 nrd=1 m=2",
      "m1_2 d g m1_mid b n w=2 l=4 ad=6 nrd=1 m=2",
    ]);
    expect(cardsAfter(card, [series("nmos")], { transistors: "geometry" })[1]).toBe(
      "m1_2 d g m1_mid b n w=2 l=2 ad=6 nrd=1",
    );
  });

  it("is split again, names staying distinct", () => {
    const twice = cardsAfter("r1 a r1_mid 8", [series("resistor"), series("resistor"), parallel("resistor")]);
    expect(twice).toEqual([
      "r1 r1_mid3 r1_mid 4",
      "r1_2 a r1_mid2 4",
      "r1_3 r1_mid2 r1_mid3 2",
      "r1_4 r1_mid3 r1_mid 4",
    ]);
  });
});

describe("a negative edit", () => {
  it("puts devices of other kinds beside, as large at 1 MHz", () => {
    const edits = new AugmentationTree(circuitOf("r1 a b 1k"), { rules: soundRules, seed: 1 }).negative(0);
    expect(edits.map(({ operation, kind }) => [operation, kind])).toEqual([
      ["change", "capacitor"],
      ["series", "inductor"],
    ]);
    const [first, second] = cardsAfter("r1 a b 1k", edits);
    expect(first).toMatch(/^c_r1 \S+ \S+ 1\.59\d*e-10$/);
    expect(second).toMatch(/^l_c_r1 \S+ \S+ 0\.000159\d*$/);
  });

  it("gives a transistor one of the other polarity, with that one's model", () => {
    const cards = "m1 d g s b n w=2 l=4\nm2 e g s b p w=1 l=1";
    const tree = new AugmentationTree(circuitOf(cards), { rules: soundRules, seed: 1 });
    const edits = [0, 1, 2, 3, 4, 5].map((k) => tree.negative(k)).find(([edit]) => edit!.device === 0)!;
    expect(edits.slice(-2).map(({ operation, kind }) => [operation, kind])).toEqual([
      ["parallel", "pmos"],
      ["series", "pmos"],
    ]);
    expect(cardsAfter(cards, edits.slice(-2))[2]).toBe("m1_2 d g s b p w=2 l=4");
    expect(cardsAfter("m1 d g s b n w=2 l=4", edits.slice(-2))[1]).toBe("m1_2 d g s b pmos w=2 l=4");
  });
});

describe("the tree of augmentations", () => {
  const tree = (circuit: Circuit, rules: AugmentationRules, seed = 1) =>
    new AugmentationTree(circuit, { rules, seed });

  it("grows each member from an earlier one, in any order of asking", () => {
    const own = tree(catalogueCircuit("csamp"), faithfulRules);
    const paths = Array.from({ length: 60 }, (_, k) => JSON.stringify(own.positive(k)));
    expect(paths[0]).toBe("[]");
    for (let k = 1; k < 60; k++) {
      const parent = JSON.stringify(own.positive(k).slice(0, -1));
      expect(paths.slice(0, k)).toContain(parent);
      expect(JSON.stringify(own.positive(k))).toBe(paths[k]);
      const before = own
        .negative(k)
        .findIndex((edit, i) => JSON.stringify(edit) !== JSON.stringify(own.positive(k)[i]));
      expect(paths).toContain(JSON.stringify(own.negative(k).slice(0, before)));
    }
  });

  it("differs from seed to seed and from purpose to purpose", () => {
    const circuit = catalogueCircuit("inv_chain");
    const options = { rules: soundRules, seed: 1, purpose: "other" };
    const members = [
      tree(circuit, soundRules),
      tree(circuit, soundRules, 2),
      new AugmentationTree(circuit, options),
    ];
    const first = members.map((own) => JSON.stringify(own.positive(500)));
    expect(new Set(first).size).toBe(3);
  });

  it("has the depths of a random recursive tree", () => {
    const harmonic = (n: number) =>
      Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
    for (const [members, deepest] of [
      [2000, 20],
      [250, 14],
    ] as const) {
      const depths = ["inv", "nand", "rladder", "basic_ldo"].flatMap((name, seed) => {
        const own = tree(catalogueCircuit(name), faithfulRules, seed);
        return Array.from({ length: members }, (_, k) => own.positive(k).length);
      });
      const mean = depths.reduce((a, b) => a + b, 0) / depths.length;
      expect(Math.abs(mean - (harmonic(members) - 1))).toBeLessThan(0.5);
      expect(Math.abs(Math.max(...depths) - deepest)).toBeLessThanOrEqual(4);
    }
  });

  it("splits current sources in series, and loops, under the faithful rules alone", () => {
    const current = circuitOf("i1 a 0 1");
    const operations = (rules: AugmentationRules) => {
      const own = tree(current, rules);
      return new Set(
        Array.from({ length: 50 }, (_, k) => own.positive(k)).flatMap((edits) =>
          edits.map((e) => e.operation),
        ),
      );
    };
    expect(operations(faithfulRules)).toEqual(new Set(["parallel", "series"]));
    expect(operations(soundRules)).toEqual(new Set(["parallel"]));
    expect(tree(circuitOf("r1 a a 1"), faithfulRules).isEmpty).toBe(false);
    expect(tree(circuitOf("r1 a a 1"), soundRules).isEmpty).toBe(true);
    expect(tree(circuitOf("r1 a a 1"), soundRules).positive(5)).toEqual([]);
  });

  it("leaves alone what another device names, and devices with more terminals than their kind needs", () => {
    const coupled = circuitOf("l1 a 0 1\nl2 b 0 1\nk1 l1 l2 0.5\nr1 a b 1");
    const devices = Array.from({ length: 30 }, (_, k) => tree(coupled, soundRules).positive(k)).flat();
    expect(new Set(devices.map(({ device }) => device).filter((device) => device < 4))).toEqual(new Set([3]));
    const [resistor, ...others] = circuitOf("r1 a b 1").devices;
    const wide = { ...resistor!, terminals: [...resistor!.terminals, { name: "bulk", net: 0 }] };
    expect(tree({ ...coupled, devices: [wide, ...others] }, soundRules).isEmpty).toBe(true);
  });
});

describe("an augmented circuit", () => {
  it("reads back from its netlist as it was written", () => {
    for (const { name } of circuitCatalogue.filter((_, i) => i % 10 === 0)) {
      const circuit = catalogueCircuit(name);
      const members = augmentedCircuits(circuit, { rules: soundRules, seed: 7, purpose: name });
      for (let k = 0; k < 6; k++) {
        const { positive, negative } = members.next().value;
        for (const written of [positive, negative]) {
          const { deck, netNames, deviceNames } = printCircuit(written);
          const { circuit: read, diagnostics } = readNetlist(deck);
          expect(diagnostics.filter(({ code }) => code !== "NETLIST_UNDEFINED_MODEL")).toEqual([]);
          const netsOf = (circuit: Circuit) => circuit.nets.map(({ name }) => name);
          const devicesOf = (circuit: Circuit) => circuit.devices.map(({ name }) => name);
          expect(inWords(read, netsOf(read), devicesOf(read))).toEqual(
            inWords(written, netNames, deviceNames),
          );
        }
      }
    }
  });

  it("keeps every number of a net and of a device that was there", () => {
    const circuit = catalogueCircuit("nand");
    const { positive } = [...take(augmentedCircuits(circuit, { rules: exactRules, seed: 1 }), 100)].at(-1)!;
    expect(positive.nets.slice(0, circuit.nets.length)).toEqual(circuit.nets);
    const names = positive.devices.map(({ name }) => name);
    expect(names.slice(0, circuit.devices.length)).toEqual(circuit.devices.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });
});

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  for (const item of items) {
    if (count-- <= 0) return;
    yield item;
  }
}

/** Devices with the names of their nets, and without their places in a file. */
const inWords = ({ devices }: Circuit, nets: readonly string[], names: readonly string[]) =>
  devices.map(({ kind, terminals, parameters, model }, device) => ({
    ...{ name: names[device], kind, parameters, model },
    terminals: terminals.map(({ name, net }) => [name, nets[net]]),
  }));
