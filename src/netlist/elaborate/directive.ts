import type { SourceLocation } from "../../core/index.js";

/** A dot card that is kept as it is: analyses, output requests, and `.control`, `.data` and `.alter` blocks. */
export interface Directive {
  /** In lower case: `.tran`, `.control` … */
  readonly keyword: string;
  /** As written, without the last line end; a block from its first line to its last. */
  readonly text: string;
  readonly location: SourceLocation;
}

/** Analyses and requests for output. */
export const keptWords: ReadonlySet<string> = new Set(
  (
    ".op .dc .ac .tran .noise .disto .pz .sens .tf .four .fft .sp .hb .pss .step .mc .wcase .lin .stat .snf " +
    ".print .plot .probe .graph .save .store .meas .measure .width .biaschk .csparam .view .lstb .dcmatch .acmatch"
  ).split(" "),
);
/** Cards that change nothing of what a circuit is. */
export const idleWords: ReadonlySet<string> = new Set([
  ".title",
  ".protect",
  ".unprotect",
  ".prot",
  ".unprot",
]);

/** Closers and branches without an opener, which the tree's own diagnostics tell of. */
export function isCloser(keyword: string): boolean {
  return [".ends", ".eom", ".endif", ".endl", ".endc", ".enddata"].includes(keyword);
}
