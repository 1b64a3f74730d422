export { type CompileOptions, compile, type Program, toOnnx } from "./compile.js";
export {
  abs,
  add,
  broadcastLike,
  clip,
  div,
  equal,
  erf,
  exp,
  gelu,
  greater,
  isPositive,
  leakyRelu,
  log,
  maximum,
  minimum,
  mul,
  neg,
  type Operand,
  power,
  reciprocal,
  relu,
  sigmoid,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
  toFloat,
} from "./elementwise.js";
export {
  constant,
  type Expression,
  type GradientRule,
  input,
  onesRow,
  sizeOf,
  stopGradient,
  withGradient,
} from "./expression.js";
export { grad, gradientRules } from "./gradient.js";
export {
  type GroupTable,
  groupFeeds,
  groupLists,
  groupTable,
  maxByGroup,
  softmaxByGroup,
  spread,
  sumByGroup,
  summandCount,
} from "./groups.js";
export { concat, flatten, regroup, reshape, split, splitRows, transpose, zerosLike } from "./layout.js";
export { gemm, linear, matmul } from "./matrix.js";
export { type BatchNormResult, batchNorm, layerNorm } from "./normalization.js";
export { columnSum, logSumExp, max, mean, softmax, sum } from "./reduce.js";
export {
  directedTable,
  gatherRows,
  maxRows,
  type RowTableInput,
  rowTableFeeds,
  sumRows,
  symmetricTable,
} from "./rows.js";
export type { Device, Runtime, RuntimeSession, SessionOptions, TensorValue } from "./runtime.js";
export type { Dimension, Shape } from "./shape.js";
