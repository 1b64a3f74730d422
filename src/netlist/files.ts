/** What a provider says to a request: the file, or why there is none. */
export type FileAnswer =
  | { readonly status: "found"; readonly file: string; readonly text: string }
  | { readonly status: "missing" | "outside-roots" | "unreadable"; readonly detail?: string };

/**
 * Where `.include` and `.lib` get their text. The netlist room reads no file itself: a caller passes a provider, which decides
 * what may be read. `kirchhoff/netlist/node-files` has one for the file system, {@link memoryFiles} one for the browser.
 */
export interface FileProvider {
  /** `path` as the deck writes it, `from` the `file` of the text that asks; `file` in the answer identifies the text. */
  read(path: string, from: string): FileAnswer;
}

/** A provider of files held in memory, by path relative to one root; `..` beyond the root is outside. */
export function memoryFiles(files: Readonly<Record<string, string>>): FileProvider {
  const known = new Map(Object.entries(files));
  return {
    read(path, from) {
      const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/") + 1) : "";
      if (path.startsWith("/")) return { status: "outside-roots" };
      for (const candidate of [normalise(`${folder}${path}`), normalise(path)]) {
        if (candidate === undefined) return { status: "outside-roots" };
        const text = known.get(candidate);
        if (text !== undefined) return { status: "found", file: candidate, text };
      }
      return { status: "missing" };
    },
  };
}

/** Resolves `.` and `..`; undefined where the path leaves the root. */
function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}
