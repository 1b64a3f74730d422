import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Device } from "../runtime.js";

/** What {@link inspectDevices} found of one device. */
export interface DeviceReport {
  readonly device: Device;
  readonly works: boolean;
  /** What went wrong when it was used. */
  readonly problem?: string;
  /** What the device needs. */
  readonly needs?: string;
}

const probe = import.meta.url.endsWith(".ts")
  ? "../../../dist/tensor/node/device-probe.js"
  : "./device-probe.js";

/** Computes something on each device to see which work here; in processes of their own, because drivers print and may crash. */
export function inspectDevices(): Promise<DeviceReport[]> {
  return Promise.all((["cpu", "webgpu", "cuda"] as const).map(inspectDevice));
}

function inspectDevice(device: Device): Promise<DeviceReport> {
  return new Promise((resolve) => {
    const file = fileURLToPath(new URL(probe, import.meta.url));
    execFile(process.execPath, [file, device], { timeout: 60_000 }, (error, stdout) => {
      const answer = stdout.split("\n").find((line) => line.startsWith("{"));
      if (answer !== undefined) resolve({ device, ...(JSON.parse(answer) as { works: boolean }) });
      else resolve({ device, works: false, problem: error?.message.split("\n")[0] ?? "it does not answer" });
    });
  });
}
