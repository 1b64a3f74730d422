import * as ort from "onnxruntime-node";
import { KirchhoffError } from "../../core/index.js";
import type { Runtime, SessionOptions, TensorValue } from "../runtime.js";

export { type DeviceReport, inspectDevices } from "./inspect-devices.js";

/** ONNX Runtime for Node: CPU always, WebGPU and CUDA where the machine has them. */
export const nodeRuntime: Runtime = {
  async load(model, { device = "cpu", threads, profile }: SessionOptions) {
    // What goes wrong is thrown; without this, the runtime prints it as well.
    ort.env.logLevel = "fatal";
    const session = await createSession(model, {
      executionProviders: [device],
      // Batches change their sizes from run to run, for which memory patterns only cost.
      enableMemPattern: false,
      // Programs come without repetitions or dead ends, and in an order that a rewriter would undo.
      graphOptimizationLevel: "disabled",
      logSeverityLevel: 3,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    });
    return {
      async run(feeds, fetches) {
        const tensors: Record<string, ort.Tensor> = {};
        for (const [name, { type, data, shape }] of Object.entries(feeds)) {
          tensors[name] = new ort.Tensor(type, data as never, shape);
        }
        const results = await session.run(tensors, fetches);
        const values: Record<string, TensorValue> = {};
        for (const name of fetches) {
          const { type, dims, data } = results[name]!;
          values[name] = {
            type: type as TensorValue["type"],
            shape: dims,
            data: data as TensorValue["data"],
          };
        }
        return values;
      },
      async release() {
        if (profile !== undefined) session.endProfiling();
        await session.release();
      },
    };
  },
};

async function createSession(
  model: Uint8Array,
  options: ort.InferenceSession.SessionOptions,
): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, options);
  } catch (cause) {
    const device = String(options.executionProviders?.[0]);
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (device === "cpu") {
      throw new KirchhoffError("TENSOR_PROGRAM_REFUSED", `ONNX Runtime refused the program: ${reason}`, {
        cause,
        hint: "this is a defect of Kirchhoff; please report it",
      });
    }
    throw new KirchhoffError(
      "TENSOR_DEVICE_ABSENT",
      `the device "${device}" cannot be used on this machine: ${reason}`,
      {
        cause,
        expected:
          device === "cuda"
            ? "an NVIDIA GPU, CUDA 12 with cuDNN 9, and onnxruntime-node's CUDA libraries (see docs/devices.md)"
            : "a GPU with a Vulkan, Metal or Direct3D 12 driver",
        hint: "run `kirchhoff doctor` to see what was found, or leave out --device to use the CPU",
      },
    );
  }
}
