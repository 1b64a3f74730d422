import type { Command } from "commander";
import type { SimulatorReport } from "../../simulate/index.js";
import type { DeviceReport } from "../../tensor/node/index.js";
import { contextOf, ExitCode } from "../index.js";

interface DoctorReport {
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly simulators: readonly SimulatorReport[];
  readonly onnxRuntime: {
    readonly version?: string;
    readonly devices: readonly DeviceReport[];
    readonly problem?: string;
  };
}

/** `kirchhoff doctor`: what of Kirchhoff works on this machine. */
export function register(program: Command): void {
  program
    .command("doctor")
    .description("say which simulators and devices work here, and how to get what is missing")
    .option("--json", "print as JSON")
    .addHelpText(
      "after",
      `
Starts each simulator once and computes something on each device. Exits with 1 when no simulator works. KIRCHHOFF_LIBNGSPICE names a libngspice of your own.

Examples:
  kirchhoff doctor
  KIRCHHOFF_LIBNGSPICE=/opt/ngspice/lib/libngspice.so kirchhoff doctor --json`,
    )
    .action(async (flags: { json?: true }, command: Command) => {
      const context = contextOf(command);
      const report = await inspect();
      context.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : describe(report));
      if (!report.simulators.some(({ found }) => found)) context.exitCode = ExitCode.failed;
    });
}

async function inspect(): Promise<DoctorReport> {
  const { availableParallelism, totalmem } = await import("node:os");
  const { inspectSimulators } = await import("../../simulate/index.js");
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e8) / 10,
    simulators: await inspectSimulators(),
    onnxRuntime: await inspectOnnxRuntime(),
  };
}

async function inspectOnnxRuntime(): Promise<DoctorReport["onnxRuntime"]> {
  try {
    const runtime = await import("onnxruntime-node");
    const { inspectDevices } = await import("../../tensor/node/index.js");
    return {
      version: runtime.env.versions.node ?? runtime.env.versions.common,
      devices: await inspectDevices(),
    };
  } catch (error) {
    return { devices: [], problem: (error as Error).message };
  }
}

function describe({ node, platform, cores, memoryGigabytes, simulators, onnxRuntime }: DoctorReport): string {
  const lines = [
    `Node ${node} on ${platform}, ${cores} cores (as many workers by default), ${memoryGigabytes} GB`,
    "",
    "Simulators",
    ...simulators.flatMap(describeSimulator),
    `  used by default: ${simulators.find(({ found }) => found)?.simulator ?? "none"}`,
    "",
    "Training and inference",
  ];
  if (onnxRuntime.problem) lines.push(`  ONNX Runtime does not load: ${firstLine(onnxRuntime.problem)}`);
  else lines.push(`  ONNX Runtime ${onnxRuntime.version}`, ...onnxRuntime.devices.map(describeDevice));
  return `${lines.join("\n")}\n`;
}

function describeSimulator(report: SimulatorReport): string[] {
  const { simulator, found, version, path, startSeconds, problem, install } = report;
  const label = `  ${simulator.padEnd(9)}`;
  if (found) {
    const where = path ?? "in this package";
    return [`${label}ngspice ${version}, ${where}, starts in ${((startSeconds ?? 0) * 1000).toFixed(0)} ms`];
  }
  const lines = [`${label}${problem ? firstLine(problem) : "not installed"}`];
  if (install) lines.push(`${" ".repeat(11)}install it with: ${install}`);
  return lines;
}

function describeDevice({ device, works, problem, needs }: DeviceReport): string {
  const label = `  ${device.padEnd(9)}`;
  if (works) return `${label}works${device === "cpu" ? ", used by default" : ""}`;
  return `${label}not usable${needs ? `: it needs ${needs}` : problem ? `: ${problem}` : ""}`;
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}
