export type { Evaluation, SpecOutcome } from "./evaluate/evaluation.js";
export { activeCorners, Evaluator } from "./evaluate/evaluator.js";
export { loadProblem, type ProblemSources } from "./problem/load.js";
export { isBetter, type Problem, type Tie } from "./problem/problem.js";
export type { ProblemOverrides } from "./problem/resolve.js";
export { problemJsonSchema, type StopRule } from "./problem/schema.js";
export { type AcceptedDesign, type AcceptedSpec, acceptedDesigns } from "./run/accepted.js";
export { SizingFolder } from "./run/folder.js";
export { hopelessSpecs } from "./run/hopeless.js";
export { type CornerCost, ledgerOf, type SizingLedger } from "./run/ledger.js";
export { readDescription, readHistory, type SizingDescription } from "./run/read-run.js";
export {
  failureReasons,
  type Infeasibility,
  infeasibilityOf,
  type Requirement,
  requirementsOf,
} from "./run/requirements.js";
export { SampleJournal } from "./run/sample-journal.js";
export {
  bestOf,
  type ScreeningCost,
  type SizeOptions,
  type SizingEnd,
  type SizingMemory,
  type SizingProgress,
  type SizingRecorder,
  type SizingResult,
  size,
} from "./run/sizer.js";
export { type ContractCase, searchContract } from "./search/contract.js";
export { searches, searchNamed } from "./search/registry.js";
export type {
  Comparison,
  Proposal,
  Search,
  SearchContext,
  SearchKind,
  SearchMemory,
  SpecComparison,
  Told,
} from "./search/search.js";
export { type Design, DesignSpace, type Variable } from "./space.js";
export { marginOf, missingPenalty, penaltyOf, readAs, type Spec } from "./spec.js";
export { spiceText } from "./spice-text.js";
export type { TrustCost, TrustOptions } from "./trust/final-design.js";
export { type Share, wilson } from "./trust/interval.js";
export { mismatched } from "./trust/mismatch.js";
export {
  type Sensitivity,
  type SpecSensitivity,
  simulateSensitivity,
  type VariableSensitivity,
} from "./trust/sensitivity.js";
export { type CornerOutcome, type Verification, verifyCorners } from "./trust/verify.js";
export {
  checkMismatch,
  type SampleOptions,
  samplesKey,
  simulateSamples,
  type YieldSample,
} from "./trust/yield.js";
export { type SpecYield, type Yield, yieldOf } from "./trust/yield-summary.js";
