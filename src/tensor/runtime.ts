import type { ElementType } from "./onnx.js";

/** A tensor with numbers in it, row-major. */
export interface TensorValue {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;
}

export type Device = "cpu" | "webgpu" | "cuda";

export interface SessionOptions {
  readonly device?: Device;
  /** Threads inside an operator; default: the runtime's own choice. */
  readonly threads?: number;
  /** A file to which the operators' times are written when the session is released. */
  readonly profile?: string;
}

/** A loaded program. */
export interface RuntimeSession {
  run(
    feeds: Readonly<Record<string, TensorValue>>,
    fetches: readonly string[],
  ): Promise<Record<string, TensorValue>>;
  release(): Promise<void>;
}

/** What executes ONNX programs: ONNX Runtime for Node, or for the web; passed in so that this room stays free of both. */
export interface Runtime {
  load(model: Uint8Array, options: SessionOptions): Promise<RuntimeSession>;
}
