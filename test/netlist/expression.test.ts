import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codes, device, read } from "./helpers.js";

/** The value of an expression, by way of a resistor. */
function value(expression: string, options: Parameters<typeof read>[1] = {}, cards = ""): number | undefined {
  return device(read(`${cards}\nR1 a 0 {${expression}}`, options).circuit, "r1").parameters.resistance;
}

describe("expressions, as ngspice 39 evaluates them", () => {
  const cases: [string, number][] = [
    ["1+2*3", 7],
    ["-2**2", -4],
    ["2**3**2", 64],
    ["2^3^2", 64],
    ["(-2)**3", 8],
    ["2**-1", 0.5],
    ["2*-3", -6],
    ["- -2", 2],
    ["7%3", 1],
    ["3\\2", 1],
    ["1 > 0 ? 3 : 4", 3],
    ["1>0?1:1>2?3:4", 1],
    ["0?1:0?2:3", 3],
    ["-(0 ? 5 : 6)", -6],
    ["1==1", 1],
    ["1<>2", 1],
    ["1&&0", 0],
    ["1||1&&0", 1],
    ["!1+1", 1],
    ["!!3", 1],
    ["1+2>2", 1],
    ["log(10)", Math.log(10)],
    ["log10(100)", 2],
    ["nint(2.5)", 2],
    ["nint(3.5)", 4],
    ["nint(-2.5)", -2],
    ["int(-2.7)", -2],
    ["pow(-2,3)", -8],
    ["pwr(-2,3)", 8],
    ["sgn(-2)", -1],
    ["ternary_fcn(0,1,2)", 2],
    ["min(2,3,1)", 1],
    ["limit(5,0,1)", 1],
    ["table(1,0,0,2,4)", 2],
    ["1k*2", 2000],
    ["1.5meg/1u", 1.5e12],
    ["pi", Math.PI],
    ["temper", 27],
    ["gauss(3,0.1,1)", 3],
  ];
  it.each(cases)("%s is %d", (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it("keeps the sign of powers and rounds exponents in HSPICE", () => {
    expect(value("(-2)**3", { dialect: "hspice" })).toBe(-8);
    expect(value("pwr(-2,3)", { dialect: "hspice" })).toBe(-8);
  });

  it("agrees with JavaScript on sums, products and comparisons", () => {
    const leaf = fc.integer({ min: 0, max: 99 }).map(String);
    const tree = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc
          .tuple(tie("e"), fc.constantFrom("+", "-", "*", "<", ">="), tie("e"))
          .map(([a, op, b]) => `(${a}${op}${b})`),
        fc.tuple(tie("e"), tie("e"), tie("e")).map(([a, b, c]) => `(${a}?${b}:${c})`),
      ),
    })).e;
    fc.assert(
      fc.property(tree, (text) => {
        expect(value(text)).toBe(Number(new Function(`return +(${text})`)()));
      }),
    );
  });
});

describe("parameters", () => {
  it("may be used before they are defined, in braces, quotes or bare", () => {
    const { parameters, diagnostics } = read(
      "r1 1 0 1\n.param a='b*2' b={c+1} c = d * 2 d=3, e=4\n.param f = max(a, 2) + 1",
    );
    expect(Object.fromEntries(parameters.map(({ name, value: v }) => [name, v]))).toEqual({
      a: 14,
      b: 7,
      c: 6,
      d: 3,
      e: 4,
      f: 15,
    });
    expect(diagnostics).toEqual([]);
  });

  it("know where they stand", () => {
    const { parameters } = read(".param a=1\n+ b=2");
    expect(parameters.map(({ name, location }) => [name, location?.line, location?.column])).toEqual([
      ["a", 2, 8],
      ["b", 3, 3],
    ]);
  });

  it("may be functions, by .func and by .param", () => {
    const cards =
      ".func five(x) {5}\n.func sq(x) {x*x}\n.func twice(x)='2*sq(x)+k'\n.param add(a,b) = 'a+b' k=1";
    expect(value("add(twice(3), sq(2)) + five(1)", {}, cards)).toBe(28);
  });

  it("name the path of a cycle", () => {
    const { diagnostics } = read(".param a=b b=c c='a+1'\nR1 x 0 1");
    expect(diagnostics.find(({ code }) => code === "NETLIST_PARAMETER_CYCLE")?.message).toContain(
      "a → b → c → a",
    );
  });

  it("form chains of any length without a stack overflow, forwards and backwards", () => {
    const n = 20_000;
    const forwards = Array.from({ length: n }, (_, i) => `.param p${i}='p${i + 1}+1'`).join("\n");
    expect(value("p0", {}, `${forwards}\n.param p${n}=0`)).toBe(n);
    const backwards = Array.from({ length: n }, (_, i) => `.param q${i + 1}='q${i}+1'`).join("\n");
    expect(value(`q${n}`, {}, `.param q0=0\n${backwards}`)).toBe(n);
    expect(codes(read(`${forwards}\n.param p${n}=p0`))).toContain("NETLIST_PARAMETER_CYCLE");
  });

  it("refuse deep nesting, but not length", () => {
    const deep = `${"(".repeat(100_000)}1${")".repeat(100_000)}`;
    expect(codes(read(`R1 a 0 '${deep}'`))).toEqual(["NETLIST_TOO_DEEP"]);
    expect(value(Array(50_000).fill("1").join("+"))).toBe(50_000);
    expect(value(`${"0?1:".repeat(20_000)}7`)).toBe(7);
    expect(value(`${"-".repeat(100_000)}7`)).toBe(7);
  });

  it("of one subcircuit are seen in those it calls, and the instance's own values win", () => {
    const { circuit } = read(`.param r=1
.subckt inner a
R1 a 0 {r*k}
.ends
.subckt outer a r=5
.param k=2
Xi a inner
.ends
X1 a outer
X2 a outer r=7
X3 a outer k=10`);
    const resistances = ["x1", "x2", "x3"].map((x) => device(circuit, `${x}.xi.r1`).parameters.resistance);
    expect(resistances).toEqual([10, 14, 50]);
  });
});
