import { type CliContext, createProgress, mayColour, type Progress } from "../index.js";

/** Tells the user what happens: words on standard output, progress on standard error, or nothing under `--json`. */
export interface Narrator {
  /** A numbered heading. */
  step(title: string): void;
  say(...lines: readonly string[]): void;
  progress(label: string, total: number, unit: string): Progress;
}

/** A narrator of this context. */
export function createNarrator(context: CliContext, { silent }: { readonly silent: boolean }): Narrator {
  const write = (text: string) => {
    if (!silent) context.stdout.write(`${text}\n`);
  };
  const colour = mayColour(context.stdout, context.env);
  let steps = 0;
  return {
    step(title) {
      steps++;
      const heading = `${steps}. ${title}`;
      write(`\n${colour ? `\u001b[1m${heading}\u001b[0m` : heading}`);
    },
    say(...lines) {
      for (const line of lines) write(line === "" ? "" : `   ${line}`);
    },
    progress: (label, total, unit) => createProgress(context, { label, total, unit, silent }),
  };
}

/** Rows of text in aligned columns, the first one left and the others right. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("  "),
  );
}
