import type { FileProvider } from "../files.js";
import { parseNetlist } from "../syntax/parse.js";
import type { Token } from "../syntax/tokens.js";
import { isBlock, type SyntaxNode, type SyntaxTree } from "../syntax/tree.js";
import type { Card, IncludeStep } from "./content.js";

/** Text that an include brought in. */
export interface Included {
  readonly tree: SyntaxTree;
  readonly nodes: readonly SyntaxNode[];
  readonly steps: readonly IncludeStep[];
}

const MAXIMUM_DEPTH = 64;
const MAXIMUM_INCLUDES = 10_000;

/** Reads the files that cards include, each once, through a provider that decides what may be read. */
export class IncludeReader {
  readonly #files: FileProvider | undefined;
  readonly #trees = new Map<string, SyntaxTree>();
  readonly #sections = new WeakMap<SyntaxTree, ReadonlyMap<string, readonly SyntaxNode[]>>();
  /** Trees in the order in which they were first read. */
  readonly trees: SyntaxTree[] = [];
  #count = 0;

  constructor(files: FileProvider | undefined) {
    this.#files = files;
  }

  /** What an `.include path` or `.lib path section` card stands for; undefined after a diagnostic. */
  read(card: Card, steps: readonly IncludeStep[]): Included | undefined {
    const words = card.tokens().slice(1);
    const hasSection = card.keyword === ".lib" && words.length > 1;
    const path = pathText(card, hasSection ? words.slice(0, -1) : words);
    const section = hasSection ? words.at(-1)!.text : "";
    if (path === "") {
      card.report("error", "NETLIST_MISSING_NAME", `${card.keyword} names no file`);
      return undefined;
    }
    if (steps.length >= MAXIMUM_DEPTH) {
      card.report("error", "NETLIST_INCLUDE_TOO_DEEP", `includes nest deeper than ${MAXIMUM_DEPTH} files`);
      return undefined;
    }
    if (++this.#count > MAXIMUM_INCLUDES) {
      card.report("error", "NETLIST_TOO_LARGE", `more than ${MAXIMUM_INCLUDES} includes`);
      return undefined;
    }
    const tree = this.#open(card, path);
    if (!tree) return undefined;
    const { file } = tree.source;
    const next = [...steps, { file, section }];
    if (steps.some((step) => step.file === file && step.section === section)) {
      const cycle = next
        .map((step) => (step.section ? `${step.file}(${step.section})` : step.file))
        .join(" → ");
      card.report("error", "NETLIST_INCLUDE_CYCLE", `a file includes itself: ${cycle}`);
      return undefined;
    }
    if (section === "") return { tree, nodes: tree.nodes, steps: next };
    const nodes = this.#sectionsOf(tree).get(section);
    if (!nodes) {
      const known = [...this.#sectionsOf(tree).keys()].slice(0, 20).join(", ") || "none";
      card.report(
        "error",
        "NETLIST_SECTION_NOT_FOUND",
        `${file} has no section ${section} (it has: ${known})`,
      );
      return undefined;
    }
    return { tree, nodes, steps: next };
  }

  #open(card: Card, path: string): SyntaxTree | undefined {
    if (!this.#files) {
      card.report("error", "NETLIST_INCLUDE_REFUSED", `${path} is not read: no files were provided`);
      return undefined;
    }
    const answer = this.#files.read(path, card.source.file);
    if (answer.status === "found") {
      let tree = this.#trees.get(answer.file);
      if (!tree) {
        tree = parseNetlist(answer.text, { file: answer.file, firstLineIsTitle: false });
        this.#trees.set(answer.file, tree);
        this.trees.push(tree);
      }
      return tree;
    }
    const detail = answer.detail ? `: ${answer.detail}` : "";
    if (answer.status === "outside-roots") {
      const hint = "add its folder to the include roots if it is to be trusted";
      card.report(
        "error",
        "NETLIST_INCLUDE_OUTSIDE_ROOTS",
        `${path} lies outside the include roots${detail}`,
        undefined,
        hint,
      );
    } else if (answer.status === "missing") {
      card.report("error", "NETLIST_INCLUDE_NOT_FOUND", `${path} does not exist${detail}`);
    } else card.report("error", "NETLIST_INCLUDE_UNREADABLE", `${path} cannot be read${detail}`);
    return undefined;
  }

  #sectionsOf(tree: SyntaxTree): ReadonlyMap<string, readonly SyntaxNode[]> {
    let sections = this.#sections.get(tree);
    if (!sections) {
      const found = new Map<string, readonly SyntaxNode[]>();
      for (const node of tree.nodes) {
        if (!isBlock(node) || node.kind !== "section") continue;
        const { start, end } = node.open;
        const name = tree.source.text.slice(start, end).trim().split(/\s+/)[1]?.toLowerCase() ?? "";
        if (!found.has(name)) found.set(name, node.body);
      }
      sections = found;
      this.#sections.set(tree, sections);
    }
    return sections;
  }
}

/** A file name as written: its quotes taken off, its case kept. */
function pathText({ source }: Card, tokens: readonly Token[]): string {
  const [first] = tokens;
  if (!first) return "";
  if (first.kind !== "word") return first.text;
  return source.text.slice(first.start, tokens.at(-1)!.end);
}
