import type { SourceText } from "../syntax/source.js";
import type { Content, IncludeStep } from "./content.js";

/** Where collected statements go, and how they got there. */
export interface Place {
  readonly source: SourceText;
  readonly content: Content;
  readonly steps: readonly IncludeStep[];
  readonly depth: number;
}
