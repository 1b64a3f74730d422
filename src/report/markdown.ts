/** A table in Markdown; numbers are to be formatted by the caller. Columns given as `right` are aligned right. */
export function markdownTable(
  columns: readonly (string | { readonly name: string; readonly align: "right" })[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const names = columns.map((column) => (typeof column === "string" ? column : column.name));
  const rule = columns.map((column) => (typeof column === "string" ? "---" : "---:"));
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replace(/\|/g, "\\|").replace(/\n/g, " ")).join(" | ")} |`;
  return [line(names), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}
