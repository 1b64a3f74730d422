const PROBE = /(^|[^a-z0-9_.$#@])([vi])(\s*\(\s*)([^()]*)\)/gi;

/**
 * Rewrites the nets in `v(net)`, `v(net,net)` and the devices in `i(device)` of an expression, leaving all else as it is.
 *
 * Linear in the text: a probe's names hold no parenthesis, so none nests.
 */
export function mapProbes(
  expression: string,
  mapNet: (name: string) => string,
  mapDevice: (name: string) => string,
): string {
  return expression.replace(PROBE, (_all, before: string, kind: string, open: string, names: string) => {
    const map = kind.toLowerCase() === "v" ? mapNet : mapDevice;
    return `${before}${kind}${open}${names
      .split(",")
      .map((name) => map(name.trim()))
      .join(",")})`;
  });
}
