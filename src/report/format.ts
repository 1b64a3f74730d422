const siPrefixes = ["f", "p", "n", "µ", "m", "", "k", "M", "G", "T"];

/** A value in engineering notation with three digits: `1.2 kΩ`, `47 nF`. */
export function formatSi(value: number, unit: string): string {
  if (value === 0 || !Number.isFinite(value)) return `${value} ${unit}`.trim();
  const [digits, exponent] = value.toExponential(2).split("e") as [string, string];
  const group = Math.min(Math.max(Math.floor(Number(exponent) / 3), -5), 4);
  const scaled = Number(digits) * 10 ** (Number(exponent) - 3 * group);
  return `${formatNumber(scaled, 3)} ${siPrefixes[group + 5]}${unit}`.trim();
}

/** A number with so many significant digits, without trailing zeros; powers of ten only where they help. */
export function formatNumber(value: number, digits = 4): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-4) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e") as [string, string];
    return `${Number(mantissa)}e${Number(exponent)}`;
  }
  return String(Number(value.toPrecision(digits)));
}
