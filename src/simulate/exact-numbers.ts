import type { NativeLibrary } from "./native-library.js";

/** Writes a value for `alter` so that it becomes what ngspice reads for it from a card; undefined where that is not known. */
export type NumberWriter = (value: number) => string | undefined;

/** Powers of ten that ngspice is asked for. */
const [LOWEST, HIGHEST] = [-45, 25];
const PROBES = Array.from({ length: 48 }, (_, i) => (i % 2 ? -1 : 1) * Math.exp(i * 1.1 - 30));

/**
 * ngspice reads the numbers of cards by one rule and those of commands by another; either may be off by the last bit, which is enough for an
 * iteration to end elsewhere. Learns from a library what it makes of cards, and tries that on some numbers: undefined where they do
 * not all come out alike.
 */
export function exactWriter(library: NativeLibrary): NumberWriter | undefined {
  const powers = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, i) => `1e${LOWEST + i}`);
  const numbers = [...powers, ...PROBES.map(String)];
  const cards = numbers.map((number, i) => `v${i} n${i} 0 dc ${number}`);
  library.loadDeck(["numbers", ...cards, "vx nx 0 dc 0", ".end"]);
  const read = numbers.map((_, i) => library.firstValue(`@v${i}[dc]`));
  const table = read.slice(0, powers.length);
  const write: NumberWriter = (value) => {
    const number = cardNumber(value, (exponent) => table[exponent - LOWEST]);
    return number === undefined ? undefined : exactText(number);
  };
  const holds = PROBES.every((probe, i) => {
    library.command(`alter vx dc = ${write(probe)}`);
    return library.firstValue("@vx[dc]") === read[powers.length + i];
  });
  library.command("remcirc");
  library.takeLog();
  return holds ? write : undefined;
}

/** What ngspice reads from a card for a number: its digits as a whole, times a power of ten; undefined where that power is not known. */
export function cardNumber(
  value: number,
  powerOfTen: (exponent: number) => number | undefined,
): number | undefined {
  const [, sign, whole = "", fraction, exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(`${value}`) ?? [];
  if (whole === "") return undefined;
  let digits = 0;
  for (const digit of whole + (fraction ?? "")) digits = 10 * digits + digit.charCodeAt(0) - 48;
  const signed = sign ? -digits : digits;
  if (fraction === undefined && exponent === undefined) return signed;
  const power = powerOfTen(Number(exponent ?? 0) - (fraction?.length ?? 0));
  return power === undefined ? undefined : signed * power;
}

/** A number as whole numbers below 2^53 divided by one another, which any rule reads exactly; undefined where it has no such form. */
export function exactText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  let [mantissa, halvings] = [value, 0];
  for (; !Number.isInteger(mantissa); halvings++) mantissa *= 2;
  if (!Number.isSafeInteger(mantissa)) return undefined;
  let text = `${mantissa}`;
  for (; halvings > 0; halvings -= 52) text += `/${2 ** Math.min(halvings, 52)}`;
  return text;
}
