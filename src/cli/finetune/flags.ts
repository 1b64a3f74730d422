/** The options of `kirchhoff finetune`. */
export interface FinetuneFlags {
  readonly from?: string;
  readonly data?: string;
  readonly recipe: string;
  readonly target: readonly string[];
  /** Several: one network (or ensemble) for each number of samples, and a curve. */
  readonly samples?: readonly string[];
  readonly headOnly?: true;
  readonly scratch?: true;
  readonly compare?: true;
  readonly members?: string;
  readonly coverage?: string;
  readonly steps?: string;
  readonly out?: string;
  readonly set: readonly string[];
  readonly device?: string;
  readonly threads?: string;
  readonly resume?: string;
  readonly showConfig?: true;
  readonly json?: true;
  readonly quiet?: true;
}
