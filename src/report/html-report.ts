import { escapeText } from "./svg.js";

/** One piece of a report. Text is plain text; figures are the SVGs that this room draws. */
export type ReportBlock =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "figures"; readonly figures: readonly ReportFigure[] }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
      readonly caption?: string;
    }
  | { readonly kind: "facts"; readonly facts: readonly ReportFact[] }
  | { readonly kind: "code"; readonly text: string };

/** A picture, as markup from this room, and what is said below it. */
export interface ReportFigure {
  readonly svg: string;
  readonly caption?: string;
  /** The file beside the report that holds the picture too, for a report in Markdown. */
  readonly file?: string;
}

/** A number to read at a glance. */
export interface ReportFact {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

/** A heading and what stands below it. */
export interface ReportSection {
  readonly title: string;
  readonly blocks: readonly ReportBlock[];
}

/** What {@link htmlReport} writes. */
export interface HtmlReport {
  readonly title: string;
  readonly subtitle?: string;
  readonly sections: readonly ReportSection[];
}

/** A whole report as one HTML file that asks nothing of the network and runs no script; it prints well and follows dark mode. */
export function htmlReport({ title, subtitle, sections }: HtmlReport): string {
  const contents = sections.map(
    (section, i) => `<li><a href="#section-${i + 1}">${escapeText(section.title)}</a></li>`,
  );
  const body = sections.map(
    (section, i) =>
      `<section id="section-${i + 1}">\n<h2>${escapeText(section.title)}</h2>\n${section.blocks.map(block).join("\n")}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>${stylesheet}</style>
</head>
<body>
<header>
<h1>${escapeText(title)}</h1>
${subtitle === undefined ? "" : `<p class="subtitle">${escapeText(subtitle)}</p>`}
${sections.length > 2 ? `<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>` : ""}
</header>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

function block(one: ReportBlock): string {
  switch (one.kind) {
    case "text":
      return `<p>${escapeText(one.text)}</p>`;
    case "code":
      return `<pre><code>${escapeText(one.text)}</code></pre>`;
    case "figures":
      return `<div class="figures">${one.figures.map(figure).join("")}</div>`;
    case "facts":
      return `<dl class="facts">${one.facts.map(fact).join("")}</dl>`;
    case "table":
      return table(one);
  }
}

function figure({ svg, caption }: ReportFigure): string {
  return `<figure>${svg}${caption === undefined ? "" : `<figcaption>${escapeText(caption)}</figcaption>`}</figure>`;
}

function fact({ name, value, note }: ReportFact): string {
  const remark = note === undefined ? "" : `<dd class="note">${escapeText(note)}</dd>`;
  return `<div><dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd>${remark}</div>`;
}

function table({ columns, rows, caption }: Extract<ReportBlock, { kind: "table" }>): string {
  const isNumber = (cell: string | number) => /^[-+−]?[\d.]/.test(String(cell));
  const cell = (value: string | number) =>
    `<td${isNumber(value) ? ' class="number"' : ""}>${escapeText(String(value))}</td>`;
  const head = columns.map((column, i) => {
    const numeric = rows.length > 0 && rows.every((row) => isNumber(row[i] ?? ""));
    return `<th scope="col"${numeric ? ' class="number"' : ""}>${escapeText(column)}</th>`;
  });
  return `<div class="table"><table>${caption === undefined ? "" : `<caption>${escapeText(caption)}</caption>`}
<thead><tr>${head.join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n")}</tbody></table></div>`;
}

const stylesheet = `
:root{--page:#f5f7fa;--card:#fff;--ink:#1c2430;--muted:#5b6675;--line:#e0e5ec;--link:#2a6bdb}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--card:#161b22;--ink:#e8edf3;--muted:#9aa6b5;--line:#29313c;--link:#6fa3ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main{max-width:1128px;margin:0 auto;padding:0 24px}
header{padding-top:40px}
h1{font-size:2rem;line-height:1.2;margin:0}
h2{font-size:1.25rem;margin:0 0 12px}
.subtitle{color:var(--muted);margin:6px 0 0}
nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:16px 0 0;padding:0}
a{color:var(--link)}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px;margin:24px 0}
section p{max-width:70ch;margin:0 0 16px}
.figures{display:flex;flex-wrap:wrap;gap:20px;align-items:flex-start}
figure{margin:0 0 8px;max-width:100%;overflow-x:auto}
figcaption,caption{color:var(--muted);font-size:.875rem;text-align:left;padding:4px 0}
.facts{display:flex;flex-wrap:wrap;gap:12px;margin:0 0 16px}
.facts>div{border:1px solid var(--line);border-radius:10px;padding:12px 18px;min-width:150px}
dt{color:var(--muted);font-size:.875rem}
dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}
dd.note{font-size:.8125rem;font-weight:400;color:var(--muted)}
.table{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:6px 14px 6px 0;text-align:left;border-bottom:1px solid var(--line)}
th{font-size:.875rem;color:var(--muted);font-weight:600}
.number{text-align:right;padding-right:18px}
pre{background:var(--page);border:1px solid var(--line);border-radius:8px;padding:14px;overflow-x:auto;font-size:.875rem}
@media print{body{background:#fff}section{break-inside:avoid;border:0;padding:0}}
`.trim();
