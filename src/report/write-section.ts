import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { KirchhoffError } from "../core/index.js";

/**
 * The text with what stands between `<!-- begin:marker -->` and `<!-- end:marker -->` replaced; everything else is kept.
 * Throws REPORT_NO_MARKER.
 */
export function replaceSection(text: string, marker: string, content: string): string {
  const [begin, end] = [`<!-- begin:${marker} -->`, `<!-- end:${marker} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new KirchhoffError("REPORT_NO_MARKER", `the page has no section "${marker}"`, {
      expected: `a line ${begin} and, below it, a line ${end}`,
      hint: "add both lines where the section belongs",
    });
  }
  return `${text.slice(0, from + begin.length)}\n${content.trim()}\n${text.slice(to)}`;
}

/** Replaces a marked section of a file, by way of a temporary file so that a crash leaves the old page. Throws REPORT_NO_MARKER. */
export function writeSection(file: string, marker: string, content: string): void {
  const text = replaceSection(readFileSync(file, "utf8"), marker, content);
  writeFileSync(`${file}.partial`, text);
  renameSync(`${file}.partial`, file);
}
