export { atAnyGain } from "./any-gain.js";
export { type Connect, connector } from "./connect.js";
export {
  type CornerResult,
  type ParametricSource,
  runCorners,
  type WorstCase,
  worstCases,
} from "./corners.js";
export { delayLineTestbench } from "./delay-line.js";
export { type DeckAnalyses, deckAnalyses } from "./directives.js";
export { diceOpAmpTestbench, followerOpAmpTestbench } from "./follower-op-amp.js";
export type { MeasureKind, MeasureSpec } from "./measure-schema.js";
export { measureUnits } from "./measure-units.js";
export { type NetlistSource, netlistDecks } from "./netlist-source.js";
export { type OpAmpOptions, type OpAmpPorts, opAmpTestbench, type Port, paperOpAmpPorts } from "./op-amp.js";
export { opAmpLoopTestbench } from "./op-amp-loop.js";
export { positive, quantity } from "./quantity.js";
export {
  type IndexedTestbenchResult,
  runDecks,
  runTestbench,
  type TestbenchMeasurement,
  type TestbenchOptions,
  type TestbenchResult,
} from "./run.js";
export {
  analysesOf,
  type CircuitUnderTest,
  type Corner,
  defineTestbench,
  loadTestbench,
  type ModelLibrary,
  type Testbench,
  type TestbenchDeck,
  type TestbenchInput,
  testbenchSchema,
} from "./schema.js";
export type { Signal } from "./signal.js";
