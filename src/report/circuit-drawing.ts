import type { Circuit, Device } from "../circuit/index.js";
import { type DrawnNet, deviceLabel, netLabel, sideOf } from "./circuit-labels.js";
import {
  type Branch,
  type CircuitLayout,
  deviceKey,
  layOutCircuit,
  netKey,
  type Point,
  rowGap,
  type Stub,
} from "./circuit-layout.js";
import { groundSymbol, symbolOf, symbolReach } from "./circuit-symbols.js";
import { colourAt } from "./colour-scale.js";
import { formatSi } from "./format.js";
import { drawing, element, escapeText, pathThrough, type Titled } from "./svg.js";

/** What {@link drawCircuit} draws. */
export interface CircuitDrawing extends Partial<Titled> {
  /** Volts by net name; nets without one stay grey. */
  readonly voltages?: ReadonlyMap<string, number>;
  /** Predicted volts by net name, drawn as a ring about the net and written beside the simulated ones. */
  readonly predicted?: ReadonlyMap<string, number>;
  /** `schematic` shows devices as symbols; `terminal-graph` shows what a network sees: terminals and nets as nodes. */
  readonly style?: "schematic" | "terminal-graph";
}

/** More devices than this are drawn without names and values. */
const mostLabelled = 80;

/** Colours, and what else every part of a drawing needs to know. */
interface Ink {
  readonly colourOf: (net: string) => string | undefined;
  /** Colour of 0 V, where anything is coloured. */
  readonly ground: string | undefined;
  /** The y of the middle row: labels face away from it. */
  readonly baseline: number;
  readonly labelled: boolean;
  readonly graph: boolean;
}

/** A circuit with its nets coloured by voltage, as a stand-alone SVG. The layout depends on the circuit alone. */
export function drawCircuit(circuit: Circuit, options: CircuitDrawing = {}): string {
  const { voltages = new Map(), predicted = new Map(), style = "schematic" } = options;
  const title = options.title ?? circuit.title;
  const layout = layOutCircuit(circuit);
  const range = voltageRange([...voltages.values(), ...predicted.values()]);
  const colour = (volts: number | undefined) =>
    volts === undefined ? undefined : colourAt((volts - range[0]) / (range[1] - range[0]));
  const names = new Map(circuit.nets.map((net, id) => [netKey(id), net.name]));
  const ink: Ink = {
    colourOf: (net) => colour(voltages.get(names.get(net)!) ?? predicted.get(names.get(net)!)),
    ground: voltages.size + predicted.size > 0 ? colour(0) : undefined,
    baseline: layout.baseline,
    labelled: circuit.devices.length <= mostLabelled,
    graph: style === "terminal-graph",
  };

  const top = 40;
  const legend = voltages.size + predicted.size > 0 ? voltageLegend(range, predicted.size > 0) : undefined;
  const width = Math.max(layout.width, legend ? 330 : 0, 60 + title.length * 8);
  const nets = circuit.nets.flatMap((net, id) => {
    const at = layout.positions.get(netKey(id));
    if (!at) return [];
    const [volts, guess] = [voltages.get(net.name), predicted.get(net.name)];
    const side = sideOf(netKey(id), at, layout);
    return [drawNet({ name: net.name, at, volts, predicted: guess, side }, colour, ink.labelled)];
  });
  return drawing(
    { title, description: options.description ?? describe(circuit) },
    width,
    top + layout.height + (legend ? 44 : 0),
    element("text", { class: "title", x: 16, y: 26 }, escapeText(title)),
    element(
      "g",
      { transform: `translate(0 ${top})` },
      ...layout.branches.map((branch) => drawBranch(branch, layout, ink)),
      ...layout.stubs.map((stub) => drawStub(stub, layout, ink)),
      ...layout.boxes.map((device) => drawBoxWires(device, circuit, layout, ink)),
      ...layout.boxes.map((device) => drawBox(device, layout)),
      ...nets,
    ),
    legend ? element("g", { transform: `translate(16 ${top + layout.height + 4})` }, legend) : "",
  );
}

function describe(circuit: Circuit): string {
  return `A circuit of ${circuit.devices.length} devices and ${circuit.nets.length} nets`;
}

function voltageRange(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? [low, low + 1] : [low, high];
}

function drawBranch({ device, from, to, offset }: Branch, layout: CircuitLayout, ink: Ink): string {
  const [a, b] = [layout.positions.get(from)!, layout.positions.get(to)!];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const normal = { x: (-(b.y - a.y) / length) * offset, y: ((b.x - a.x) / length) * offset };
  const along = (t: number): Point => ({
    x: a.x + (b.x - a.x) * t + normal.x,
    y: a.y + (b.y - a.y) * t + normal.y,
  });
  const corners = offset === 0 ? [] : [along(0.22), along(0.78)];
  return drawWired(
    device,
    [a, ...corners.slice(0, 1)],
    [...corners.slice(1), b],
    [ink.colourOf(from), ink.colourOf(to)],
    ink,
  );
}

function drawStub({ device, net, netIsFirst, ground }: Stub, layout: CircuitLayout, ink: Ink): string {
  const at = layout.positions.get(net)!;
  const corner = at.x === ground.x ? [] : [{ x: ground.x, y: at.y + 18 }];
  const [upper, lower] = [[at, ...corner], [ground]];
  const mark = groundAt(ground);
  const colours = [ink.colourOf(net), ink.ground] as const;
  if (netIsFirst) return drawWired(device, upper, lower, colours, ink) + mark;
  return drawWired(device, [...lower].reverse(), [...upper].reverse(), [colours[1], colours[0]], ink) + mark;
}

/** A device in the middle of a wire whose halves carry the colours of their nets. */
function drawWired(
  device: Device,
  start: readonly Point[],
  end: readonly Point[],
  colours: readonly [string | undefined, string | undefined],
  ink: Ink,
): string {
  const [a, b] = [start.at(-1)!, end[0]!];
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const angle = Math.atan2(b.y - a.y, b.x - a.x);
  const reach = (sign: number): Point => ({
    x: middle.x + sign * symbolReach * Math.cos(angle),
    y: middle.y + sign * symbolReach * Math.sin(angle),
  });
  const wires =
    wire([...start, reach(-1)], colours[0]) +
    wire([reach(1), ...end], colours[1]) +
    (ink.graph ? wire([reach(-1), reach(1)], undefined) : "");
  const degrees = (angle * 180) / Math.PI;
  const body = ink.graph
    ? terminalDot(reach(-1), colours[0]) + terminalDot(reach(1), colours[1])
    : element(
        "g",
        { transform: `translate(${middle.x} ${middle.y}) rotate(${degrees})` },
        symbolOf(device.kind),
      );
  return wires + body + (ink.labelled ? deviceLabel(device, middle, angle, ink.baseline) : "");
}

function wire(points: readonly Point[], colour: string | undefined): string {
  return element("path", {
    class: "wire",
    style: colour && `stroke:${colour}`,
    d: pathThrough(points.map(({ x, y }) => [x, y])),
  });
}

function terminalDot(at: Point, colour: string | undefined): string {
  const style = `fill:var(--surface);stroke:${colour ?? "var(--axis)"};stroke-width:2`;
  return element("circle", { style, cx: at.x, cy: at.y, r: 4.5 });
}

/** The wires of a device that is drawn as a box: one to each net, and a ground for its grounded terminals together. */
function drawBoxWires(device: Device, circuit: Circuit, layout: CircuitLayout, ink: Ink): string {
  const at = layout.positions.get(deviceKey(device))!;
  const nets = [...new Set(device.terminals.map(({ net }) => net))];
  return nets
    .map((net) => {
      if (!circuit.nets[net]!.isGround) {
        return wireAround(at, layout.positions.get(netKey(net))!, ink.colourOf(netKey(net)));
      }
      const foot = { x: at.x, y: at.y + 30 };
      return wire([at, foot], ink.ground) + groundAt(foot);
    })
    .join("");
}

/** A straight wire; bowed where it would run through what stands between two far places of one layer. */
function wireAround(from: Point, to: Point, colour: string | undefined): string {
  if (from.x !== to.x || Math.abs(from.y - to.y) < 1.5 * rowGap) return wire([from, to], colour);
  const d = `M${from.x} ${from.y}Q${from.x + 80} ${(from.y + to.y) / 2} ${to.x} ${to.y}`;
  return element("path", { class: "wire", style: colour && `stroke:${colour}`, d });
}

function groundAt({ x, y }: Point): string {
  return element("g", { transform: `translate(${x} ${y})` }, groundSymbol);
}

function drawBox(device: Device, layout: CircuitLayout): string {
  const { x, y } = layout.positions.get(deviceKey(device))!;
  const half = Math.max(20, device.name.length * 3.6 + 8);
  return (
    element("rect", { class: "symbol", x: x - half, y: y - 13, width: 2 * half, height: 26, rx: 4 }) +
    element("text", { class: "small", x, y: y + 4, "text-anchor": "middle" }, escapeText(device.name))
  );
}

function drawNet(
  net: DrawnNet,
  colour: (volts: number | undefined) => string | undefined,
  labelled: boolean,
): string {
  const { volts, predicted } = net;
  const { x: cx, y: cy } = net.at;
  const fill = colour(volts) ?? (predicted === undefined ? "var(--axis)" : "var(--surface)");
  const ringStyle = `fill:none;stroke:${colour(predicted)};stroke-width:3`;
  const ring = predicted === undefined ? "" : element("circle", { style: ringStyle, cx, cy, r: 11.5 });
  const dot = element("circle", { class: "net", style: `fill:${fill}`, cx, cy, r: 8 });
  return ring + dot + (labelled ? netLabel(net) : "");
}

/** A bar of the voltage scale with its ends named. */
function voltageLegend([low, high]: readonly [number, number], withPrediction: boolean): string {
  const steps = 40;
  const bar = Array.from({ length: steps }, (_, i) =>
    element("rect", { style: `fill:${colourAt(i / (steps - 1))}`, x: i * 4, y: 4, width: 4.2, height: 10 }),
  );
  const note = withPrediction ? "dot: simulated, ring: (predicted)" : "";
  return (
    bar.join("") +
    element("text", { class: "muted small", x: 0, y: 28 }, formatSi(low, "V")) +
    element(
      "text",
      { class: "muted small", x: steps * 4, y: 28, "text-anchor": "end" },
      formatSi(high, "V"),
    ) +
    element("text", { class: "muted small", x: steps * 4 + 16, y: 14 }, note)
  );
}
