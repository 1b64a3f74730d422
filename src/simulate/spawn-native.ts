import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledModule } from "../core/node/index.js";
import type { WorkerReply } from "./protocol.js";
import type { SpawnWorker } from "./worker-handle.js";

const living = new Map<ChildProcess, string>();

/** Whatever ends this process, its simulators end with it. */
function endAll(): void {
  for (const [child, folder] of living) {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that BSIM models write anew for each device of each analysis, which on a disk takes longer than the analysis. */
const modelLogs = [
  ...["bsim4.out", "bsim4v5.out", "bsim4v6.out", "bsim4v7.out"],
  ...["b3v3_1check.log", "b3v32check.log", "b3v33check.log", "b4soiv1check.log"],
];

/** An empty folder for a simulator, in which the logs of its models go nowhere. */
function makeWorkingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kirchhoff-ngspice-"));
  if (process.platform !== "win32") for (const log of modelLogs) symlinkSync("/dev/null", join(folder, log));
  return folder;
}

/** The variables without which a library may not load; no other reaches the simulator. */
function loaderVariables(): NodeJS.ProcessEnv {
  const names = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/**
 * Starts libngspice in a process of its own: in an empty folder, with a bare environment (no start-up scripts),
 * with one thread, out of reach of the terminal's Ctrl-C, and dying with this process.
 */
export function spawnNative(libraryPath: string): SpawnWorker {
  return (events) => {
    const folder = makeWorkingFolder();
    const child = fork(fileURLToPath(compiledModule("native-worker", import.meta.url)), [libraryPath], {
      cwd: folder,
      env: {
        ...loaderVariables(),
        HOME: folder,
        SPICE_SCRIPTS: folder,
        SPICE_LIB_DIR: folder,
        OMP_NUM_THREADS: "1",
      },
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      detached: process.platform !== "win32",
    });
    if (living.size === 0) process.on("exit", endAll);
    living.set(child, folder);
    let errorOutput = "";
    let failure = "";
    child.stderr!.on("data", (chunk: Buffer) => {
      errorOutput = (errorOutput + chunk.toString()).slice(-4000);
    });
    child.on("message", (reply: WorkerReply) => events.reply(reply));
    child.on("error", (error) => {
      failure = `: ${error.message}`;
    });
    const ended = new Promise<void>((resolve) => {
      child.once("close", (code, signal) => {
        living.delete(child);
        if (living.size === 0) process.off("exit", endAll);
        rmSync(folder, { recursive: true, force: true });
        const how = signal ? `by ${signal}` : `with code ${code}`;
        events.exit(`the native simulator's process ended ${how}${failure}`, errorOutput);
        resolve();
      });
    });
    const hold = (busy: boolean) => {
      const streams = [child, child.channel, child.stderr as unknown as NodeJS.RefCounted];
      for (const stream of streams) busy ? stream?.ref() : stream?.unref();
    };
    return {
      hold,
      post(request) {
        if (child.connected) child.send(request, () => {});
      },
      async kill() {
        // Held until its streams have closed too, or this process could end while waiting for that.
        hold(true);
        child.kill("SIGKILL");
        await ended;
      },
    };
  };
}
