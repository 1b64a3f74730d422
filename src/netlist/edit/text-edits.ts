import { KirchhoffError } from "../../core/index.js";

/** Replaces `text.slice(start, end)`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits of one text that do not overlap; a later edit of the very same span takes the place of the earlier. */
export class TextEdits {
  readonly #edits = new Map<string, TextEdit>();

  /** Throws `NETLIST_EDIT_TEXT` for text that would start a new line. */
  add(edit: TextEdit): void {
    if (/[\r\n]/.test(edit.text)) {
      throw new KirchhoffError("NETLIST_EDIT_TEXT", "an edit must stay on its line", {
        found: JSON.stringify(edit.text),
      });
    }
    this.#edits.set(`${edit.start}-${edit.end}`, edit);
  }

  /** The edits in the order of the text; throws `NETLIST_EDIT_CONFLICT` where two overlap. */
  sorted(): readonly TextEdit[] {
    const edits = [...this.#edits.values()].sort((a, b) => a.start - b.start || a.end - b.end);
    edits.forEach((edit, i) => {
      if (i === 0 || edits[i - 1]!.end <= edit.start) return;
      throw new KirchhoffError("NETLIST_EDIT_CONFLICT", "two edits overlap", {
        found: `${JSON.stringify(edits[i - 1]!.text)} and ${JSON.stringify(edit.text)}`,
      });
    });
    return edits;
  }

  /** The text with all edits made. */
  apply(text: string): string {
    const parts: string[] = [];
    let at = 0;
    for (const edit of this.sorted()) {
      parts.push(text.slice(at, edit.start), edit.text);
      at = edit.end;
    }
    parts.push(text.slice(at));
    return parts.join("");
  }
}
