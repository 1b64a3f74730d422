import type { DeviceKind } from "../circuit/index.js";
import { element } from "./svg.js";

/** Half the length of a two-terminal symbol along its wire, in pixels. */
export const symbolReach = 17;

/** A two-terminal symbol about the origin, its first terminal at the left: IEC shapes, a plain box for what has none. */
export function symbolOf(kind: DeviceKind): string {
  return symbols[kind] ?? box;
}

const shape = (d: string) => element("path", { class: "symbol", d });
const circle = element("circle", { class: "symbol", r: 15 });
const lead = (d: string) => element("path", { class: "symbol", style: "fill:none", d });

const box = element("rect", {
  class: "symbol",
  x: -17,
  y: -8,
  width: 34,
  height: 16,
  rx: 3,
  "stroke-dasharray": "3 3",
});
const resistor = element("rect", { class: "symbol", x: -17, y: -7, width: 34, height: 14, rx: 1.5 });
const voltageSource = circle + lead("M-17 0H-15M15 0H17M-10 0H-4M-7-3V3M6-3V3");
const currentSource = circle + lead("M-17 0H-15M15 0H17M-9 0H8M3-4L8 0L3 4");

const symbols: Partial<Record<DeviceKind, string>> = {
  resistor,
  "voltage-source": voltageSource,
  "current-source": currentSource,
  capacitor: lead("M-17 0H-4M4 0H17M-4-11V11M4-11V11"),
  inductor: lead("M-17 0A5.67 5.67 0 0 1-5.67 0A5.67 5.67 0 0 1 5.67 0A5.67 5.67 0 0 1 17 0"),
  diode: shape("M-9-9L9 0L-9 9Z") + lead("M-17 0H-9M9 0H17M9-9V9"),
};

/** A ground symbol whose wire ends at the origin from above. */
export const groundSymbol = lead("M-9 0H9M-5.5 4H5.5M-2 8H2");
