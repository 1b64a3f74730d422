import { expect, it } from "vitest";
import { oddities } from "../../src/cli/simulate/oddities.js";
import { readNetlist } from "../../src/netlist/index.js";

const deck = (cards: string) => readNetlist(`an amplifier\n.model nch nmos level=1\n${cards}\n.end\n`);

it("tells lone nets, sizes without a suffix and transistors without a bulk, and nothing of a sound circuit", () => {
  const sound = "vdd vdd 0 1\nrd vdd d 1k\nm1 d vdd 0 0 nch w=1u l=1u";
  expect(oddities(deck(sound).circuit)).toEqual([]);
  expect(oddities(deck(sound.replace("rd vdd", "rd vd")).circuit)).toEqual([
    "nets with one terminal only, perhaps misspelt: vd (rd)",
  ]);
  expect(oddities(deck(sound.replace("l=1u", "l=1")).circuit)).toEqual([
    "sizes that lack a u or n: l of m1 (1 m)",
  ]);
  expect(oddities(deck(sound.replace("0 0 nch", "0 nch")).circuit)[0]).toMatch(/source and bulk: m1$/);
});

it("guesses misspelt models, subcircuits and parameters", () => {
  const { diagnostics } = deck(
    ".param width=1u\n.subckt cell a\nr1 a 0 1k\n.ends\nm1 d g 0 0 nhc w={widht} l=1u\nx1 d cel\nv1 g 0 1",
  );
  expect(diagnostics.map(({ code, message, hint }) => `${code} ${hint ?? message}`)).toEqual(
    expect.arrayContaining([
      "NETLIST_UNDEFINED_MODEL did you mean nch?",
      "NETLIST_UNDEFINED_SUBCKT did you mean cell?",
      expect.stringMatching(/NETLIST_UNDEFINED_PARAMETER .*did you mean width\?/),
    ]),
  );
});
