import type { HtmlReport, ReportBlock, ReportFigure } from "./html-report.js";
import { markdownTable } from "./markdown.js";

/** The same report as Markdown; of its figures those that have a file, which lies beside it. */
export function markdownReport({ title, subtitle, sections }: HtmlReport): string {
  const parts = [
    `# ${inline(title)}`,
    ...(subtitle === undefined ? [] : [inline(subtitle)]),
    ...sections.flatMap((section) => [`## ${inline(section.title)}`, ...section.blocks.flatMap(block)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function block(one: ReportBlock): string[] {
  switch (one.kind) {
    case "text":
      return [inline(one.text)];
    case "code":
      return [fenced(one.text)];
    case "figures":
      return one.figures.flatMap(figure);
    case "facts":
      return [
        one.facts
          .map(
            ({ name, value, note }) =>
              `- ${inline(name)}: **${inline(value)}**${note === undefined ? "" : ` (${inline(note)})`}`,
          )
          .join("\n"),
      ];
    case "table":
      return [
        ...(one.caption === undefined ? [] : [inline(one.caption)]),
        markdownTable(
          one.columns.map(inline),
          one.rows.map((row) => row.map((cell) => inline(String(cell)))),
        ),
      ];
  }
}

function figure({ file, caption }: ReportFigure): string[] {
  return file === undefined ? [] : [`![${inline(caption ?? file)}](${encodeURI(file)})`];
}

/** Between fences that the text itself does not have. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** One line of text in which no character is markup. */
function inline(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}
