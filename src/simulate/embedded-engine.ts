import { Simulation } from "eecircuit-engine";

/** The part of Emscripten's in-memory file system that is used here. */
export interface MemoryFileSystem {
  writeFile(path: string, data: string): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
  readdir(path: string): string[];
}

interface SpiceModule {
  readonly FS: MemoryFileSystem;
  setGetInput(input: () => string): void;
  setHandleThings(handler: null): void;
}

/** Fields of the engine that its types keep private: what ngspice has printed. */
interface EngineLog {
  info: string;
  error: string[];
}

/** ngspice as WASM, driven by commands as from a terminal. */
export interface EmbeddedEngine {
  readonly files: MemoryFileSystem;
  readonly banner: string;
  /** What ngspice printed since the last call. */
  takeLog(): string;
  /**
   * Hands the thread over to ngspice's command loop, which asks `next` for each command and never returns. In place of the
   * engine's own loop, whose every turn leaks.
   */
  run(next: () => string): void;
}

/** Starts the WASM simulator in this thread; takes about half a second and 400 MB. */
export async function startEmbeddedEngine(): Promise<EmbeddedEngine> {
  // The engine prints each of ngspice's error lines to the console; they are in its log as well.
  console.error = () => {};
  console.info = () => {};
  const simulation = new Simulation();
  await simulation.start();
  const module = simulation.__getSpiceModuleForTests() as SpiceModule;
  const log = simulation as unknown as EngineLog;
  const banner = simulation.getInitInfo();
  log.info = "";
  for (const name of module.FS.readdir("/")) {
    if (name.startsWith("modelcard.") || name.startsWith("sm141064")) module.FS.unlink(`/${name}`);
  }
  return {
    files: module.FS,
    banner,
    takeLog() {
      const text = log.info.replace(/^(ngspice \d+ -> )+/gm, "");
      log.info = "";
      log.error = [];
      return text;
    },
    run(next) {
      module.setGetInput(next);
      module.setHandleThings(null);
      void simulation.runSim();
    },
  };
}
