/**
 * Whose rules decide where the simulators differ: powers of negative numbers, `x` as a suffix (1e6 in HSPICE), the names of
 * ground (`gnd!` and `ground` in HSPICE), and widths per finger in model bins.
 */
export type Dialect = "ngspice" | "hspice";

/** Whether a net, in lower case, is ground. */
export function isGroundName(name: string, dialect: Dialect): boolean {
  if (name === "0" || name === "gnd") return true;
  return dialect === "hspice" && (name === "gnd!" || name === "ground");
}
