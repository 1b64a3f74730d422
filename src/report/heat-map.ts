import { drawing, element, escapeText, type Titled } from "./svg.js";

/** One cell: what is written in it, and how strongly it is coloured. */
export interface HeatCell {
  readonly text: string;
  /** From -1 to 1: orange below zero, blue above; no colour at 0. */
  readonly shade: number;
}

/** What {@link heatMap} draws. */
export interface HeatMap extends Titled {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column. */
  readonly cells: readonly (readonly HeatCell[])[];
  /** Below the title. */
  readonly note?: string;
}

const cell = { width: 66, height: 28 };
const letter = 6.6;

/** A table whose cells are coloured by sign and strength, as a stand-alone SVG; names of columns are slanted. */
export function heatMap(map: HeatMap): string {
  const { rows, columns, cells, note } = map;
  const left = 28 + Math.max(0, ...rows.map(({ length }) => length)) * letter;
  const rise = 12 + Math.max(0, ...columns.map(({ length }) => length)) * 7 * Math.SQRT1_2;
  const top = (note === undefined ? 44 : 62) + rise;
  const width = Math.max(left + columns.length * cell.width + rise + 16, 16 + (note?.length ?? 0) * letter);
  const heads = columns.map((name, column) => {
    const [x, y] = [left + (column + 0.4) * cell.width, top - 8];
    return element("text", { x, y, transform: `rotate(-45 ${x} ${y})` }, escapeText(name));
  });
  const lines = rows.map((name, row) => {
    const y = top + row * cell.height;
    const label = { x: left - 10, y: y + cell.height / 2 + 4, "text-anchor": "end" };
    const boxes = columns.map((_, column) => drawCell(cells[row]![column]!, left + column * cell.width, y));
    return element("text", label, escapeText(name)) + boxes.join("");
  });
  return drawing(
    map,
    width,
    top + rows.length * cell.height + 16,
    element("text", { class: "title", x: 16, y: 26 }, escapeText(map.title)),
    ...(note === undefined ? [] : [element("text", { class: "muted", x: 16, y: 45 }, escapeText(note))]),
    ...heads,
    ...lines,
  );
}

function drawCell({ text, shade }: HeatCell, x: number, y: number): string {
  const strength = Math.min(Math.abs(shade), 1);
  return (
    element("rect", {
      ...{ x: x + 1, y: y + 1, width: cell.width - 2, height: cell.height - 2, rx: 3 },
      style: `fill:var(${shade < 0 ? "--s1" : "--s0"})`,
      "fill-opacity": 0.04 + 0.56 * strength,
    }) +
    element(
      "text",
      { class: "small", x: x + cell.width / 2, y: y + cell.height / 2 + 4, "text-anchor": "middle" },
      escapeText(text),
    )
  );
}
