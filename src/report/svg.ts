/** Attributes of an element; `undefined` leaves one out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element as text; attribute values are escaped, children are markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === "number" ? round(value) : escapeText(styled(key, value!))}"`,
    )
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

const styled = (key: string, value: string): string => (key === "style" ? withPlainColours(value) : value);

/** Text as it may stand in markup, attribute values included. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Coordinates to a hundredth of a pixel: short files, no visible difference. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The `d` of a path through points in pixels. */
export function pathThrough(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

/** What a drawing is called, for readers who see it and for those who do not. */
export interface Titled {
  readonly title: string;
  /** What the drawing shows, in a sentence; read aloud by screen readers. */
  readonly description?: string;
}

/** A stand-alone picture of `width` by `height` pixels on its own background, readable in light and in dark surroundings. */
export function drawing(titled: Titled, width: number, height: number, ...children: string[]): string {
  const { title, description } = titled;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "kirchhoff-plot",
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      width,
      height,
      role: "img",
      "aria-label": description === undefined ? title : `${title}. ${description}`,
    },
    element("title", {}, escapeText(title)),
    element("desc", {}, escapeText(description ?? title)),
    element("style", {}, stylesheet),
    element("rect", { class: "surface", width, height, rx: 8 }),
    ...children,
  );
}

/** How many series colours there are. */
export const seriesColours = 8;

const light = `--surface:#ffffff;--ink:#1c2430;--muted:#5b6675;--grid:#e6eaf0;--axis:#a4aebb;
--s0:#2a6bdb;--s1:#d35f1f;--s2:#14906a;--s3:#8d46c9;--s4:#c03358;--s5:#77791f;--s6:#1f7f95;--s7:#7a5c4b`;
const dark = `--surface:#161b22;--ink:#e8edf3;--muted:#9aa6b5;--grid:#29313c;--axis:#5c6878;
--s0:#6fa3ff;--s1:#ff9a5c;--s2:#3fcb9b;--s3:#c290ff;--s4:#ff7f9f;--s5:#cdcf62;--s6:#6fd3e8;--s7:#d0b09e`;

const plainColours = new Map(light.split(/[;\n]+/).map((each) => each.split(":") as [string, string]));

/** Says each colour plainly before saying it by name, for viewers that know no names: most but browsers. */
function withPlainColours(css: string): string {
  return css.replace(
    /([\w-]+):(var\((--\w+)\))/g,
    (_, property: string, named: string, name: string) =>
      `${property}:${plainColours.get(name)};${property}:${named}`,
  );
}

const stylesheet = withPlainColours(`
.kirchhoff-plot{${light};max-width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
@media (prefers-color-scheme:dark){.kirchhoff-plot{${dark}}}
.kirchhoff-plot text{fill:var(--ink)}
.kirchhoff-plot .surface{fill:var(--surface)}
.kirchhoff-plot .title{font-size:15px;font-weight:600}
.kirchhoff-plot .muted{fill:var(--muted)}
.kirchhoff-plot .small{font-size:11px}
.kirchhoff-plot .halo{font-size:11px;paint-order:stroke;stroke:var(--surface);stroke-width:3px}
.kirchhoff-plot .strong{font-weight:600}
.kirchhoff-plot .grid{stroke:var(--grid)}
.kirchhoff-plot .axis{stroke:var(--axis)}
.kirchhoff-plot .guide{stroke:var(--muted);stroke-dasharray:5 4;fill:none}
.kirchhoff-plot .tolerance{fill:var(--muted);opacity:.13}
.kirchhoff-plot .curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.kirchhoff-plot .dashed{stroke-dasharray:6 4}
.kirchhoff-plot .band{opacity:.18}
.kirchhoff-plot .error{fill:none;stroke-width:1.2;opacity:.75}
.kirchhoff-plot .symbol{fill:var(--surface);stroke:var(--ink);stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
.kirchhoff-plot .wire{fill:none;stroke:var(--axis);stroke-width:2;stroke-linecap:round}
.kirchhoff-plot .net{stroke:var(--surface);stroke-width:2}
`).replace(/\n/g, "");
