import type { Device } from "../circuit/index.js";
import type { CircuitLayout, Point } from "./circuit-layout.js";
import { formatSi } from "./format.js";
import { element, escapeText } from "./svg.js";

/** A net as it is drawn: where, and what is written beside it. */
export interface DrawnNet {
  readonly name: string;
  readonly at: Point;
  readonly volts: number | undefined;
  readonly predicted: number | undefined;
  /** Where its name stands: clear of the wires that leave it. */
  readonly side: "above" | "below" | "left";
}

const mainValues: readonly (readonly [parameter: string, unit: string])[] = [
  ["resistance", "Ω"],
  ["capacitance", "F"],
  ["inductance", "H"],
];

/** Name and value: to the right of an upright device, else on the side that faces away from the middle row. */
export function deviceLabel(device: Device, { x, y }: Point, angle: number, baseline: number): string {
  const lines = [device.name, ...mainValueOf(device)];
  const slope = Math.sin(angle) * Math.sign(Math.cos(angle) || 1);
  const side = y > baseline + 40 ? -1 : 1;
  const anchor = slope * side > 0.1 ? "start" : slope * side < -0.1 ? "end" : "middle";
  const away = 12 + 4 * Math.abs(slope);
  const first = side > 0 ? y - away - 13 * (lines.length - 1) : y + away + 9;
  const at =
    Math.abs(slope) > 0.9
      ? { x: x + 22, y: y - 2, "text-anchor": "start" }
      : { x: x + 26 * slope * side, y: first, "text-anchor": anchor };
  return lines
    .map((line, i) =>
      element(
        "text",
        { class: i === 0 ? "small" : "small muted", ...at, y: at.y + 13 * i },
        escapeText(line),
      ),
    )
    .join("");
}

/** The value to write beside a device: its main one, or a source's direct voltage or current. */
function mainValueOf({ kind, parameters }: Device): string[] {
  for (const [parameter, unit] of mainValues) {
    const value = parameters[parameter];
    if (value !== undefined) return [formatSi(value, unit)];
  }
  if (parameters.dc === undefined) return [];
  return [formatSi(parameters.dc, kind === "current-source" ? "A" : "V")];
}

/** Name, simulated and predicted volts of a net. */
export function netLabel({ name, at, volts, predicted, side }: DrawnNet): string {
  const lines: [style: string, text: string][] = [["strong", name]];
  if (volts !== undefined) lines.push(["small", `${volts.toFixed(3)} V`]);
  if (predicted !== undefined) lines.push(["small muted", `(${predicted.toFixed(3)} V)`]);
  const more = lines.length - 1;
  const first = { above: at.y - 16 - 13 * more, below: at.y + 25, left: at.y + 4 - 6.5 * more }[side];
  const place =
    side === "left" ? { x: at.x - 16, "text-anchor": "end" } : { x: at.x, "text-anchor": "middle" };
  return lines
    .map(([style, text], i) =>
      element("text", { class: style, ...place, y: first + 13 * i }, escapeText(text)),
    )
    .join("");
}

/** Names stand at the left of what hangs, below what lies in the lower rows and has room there, else above. */
export function sideOf(net: string, at: Point, layout: CircuitLayout): DrawnNet["side"] {
  if (layout.hanging.has(net)) return "left";
  const leadsDown =
    layout.stubs.some((stub) => stub.net === net) ||
    layout.branches.some(
      ({ from, to }) => (from === net && layout.hanging.has(to)) || (to === net && layout.hanging.has(from)),
    );
  return at.y > layout.baseline + 1 && !leadsDown ? "below" : "above";
}
