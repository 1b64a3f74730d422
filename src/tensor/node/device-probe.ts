// A program: computes something on the device that its argument names, and prints as JSON whether it could.
import { compile, input, neg } from "../index.js";
import type { Device } from "../runtime.js";
import { nodeRuntime } from "./index.js";

const device = process.argv[2] as Device;
try {
  const program = await compile({ y: neg(input("x", [1])) }, { runtime: nodeRuntime, device });
  const x = { type: "float32", shape: [1], data: Float32Array.of(2) } as const;
  const { y } = await program.run({ x });
  await program.release();
  console.log(JSON.stringify({ works: y?.data[0] === -2 }));
} catch (error) {
  const { message, details } = error as Error & { details?: { expected?: string } };
  console.log(JSON.stringify({ works: false, problem: message.split("\n")[0], needs: details?.expected }));
}
