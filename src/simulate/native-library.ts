import koffi from "koffi";

/** libngspice, loaded into this process; only one per process, since it keeps global state. */
export interface NativeLibrary {
  /** The banner that it printed on start. */
  readonly banner: string;
  /** Whether it asked to end the process; it must then not be called again. */
  isFinished(): boolean;
  /** Runs one command; false where ngspice reports an error. */
  command(text: string): boolean;
  /** Loads a deck given as cards, title first, `.end` last; false where it is refused. */
  loadDeck(cards: readonly string[]): boolean;
  currentPlot(): string;
  vectorNames(plot: string): string[];
  /** The first value of a real vector of at least one point; NaN where there is none. */
  firstValue(name: string): number;
  /** All values of a vector, of complex ones the real parts; empty where there is none. */
  realPart(name: string): Float64Array;
  /** All values of a vector; complex ones as real and imaginary parts in turn. */
  allValues(name: string): { complex: boolean; data: Float64Array };
  /** What ngspice printed since the last call. */
  takeLog(): string;
}

/** Loads libngspice and starts it without any start-up script. Throws what the loader throws. */
export function openNativeLibrary(path: string): NativeLibrary {
  const library = koffi.load(path);
  const printer = koffi.proto("int KirchhoffPrinter(const char *text, int id, void *user)");
  const exiter = koffi.proto(
    "int KirchhoffExiter(int status, bool immediate, bool quit, int id, void *user)",
  );
  const vectorInfo = koffi.struct("KirchhoffVectorInfo", {
    name: "void *",
    type: "int",
    flags: "short",
    real: "void *",
    complex: "void *",
    length: "int",
  });
  const realOffset = koffi.offsetof(vectorInfo, "real");
  const complexOffset = koffi.offsetof(vectorInfo, "complex");
  const lengthOffset = koffi.offsetof(vectorInfo, "length");
  const init = library.func(
    "int ngSpice_Init(void *print, void *status, void *exit, void *data, void *initData, void *background, void *user)",
  );
  const ngCommand = library.func("int ngSpice_Command(const char *command)");
  const ngCircuit = library.func("int ngSpice_Circ(const char **cards)");
  const ngVector = library.func("void *ngGet_Vec_Info(const char *name)");
  const ngCurrentPlot = library.func("const char *ngSpice_CurPlot()");
  const ngVectors = library.func("void *ngSpice_AllVecs(const char *plot)");

  let lines: string[] = [];
  let finished = false;
  const print = (text: string) => {
    if (lines.length < 2000) lines.push(text.replace(/^std(out|err) /, ""));
    return 0;
  };
  const exit = () => {
    finished = true;
    return 0;
  };
  init(
    koffi.register(print, koffi.pointer(printer)),
    null,
    koffi.register(exit, koffi.pointer(exiter)),
    null,
    null,
    null,
    null,
  );
  const takeLog = () => {
    const text = lines.join("\n");
    lines = [];
    return text;
  };
  const allValues: NativeLibrary["allValues"] = (name) => {
    const info = ngVector(name);
    if (!info) return { complex: false, data: new Float64Array() };
    const length: number = koffi.decode(info, lengthOffset, "int");
    const complex: unknown = koffi.decode(info, complexOffset, "void *");
    const data: unknown = complex ?? koffi.decode(info, realOffset, "void *");
    if (!data || length < 1) return { complex: false, data: new Float64Array() };
    const count = complex ? 2 * length : length;
    return { complex: complex !== null, data: koffi.decode(data, "double", count) as Float64Array };
  };
  return {
    banner: takeLog(),
    isFinished: () => finished,
    command: (text) => ngCommand(text) === 0,
    loadDeck: (cards) => ngCircuit([...cards, null]) === 0,
    currentPlot: () => ngCurrentPlot() as string,
    vectorNames(plot) {
      const names: string[] = [];
      const list = ngVectors(plot);
      if (!list) return names;
      for (let i = 0; ; i++) {
        const name = koffi.decode(list, i * koffi.sizeof("void *"), "char *") as string | null;
        if (name === null) return names;
        names.push(name);
      }
    },
    firstValue(name) {
      const info = ngVector(name);
      if (!info || (koffi.decode(info, lengthOffset, "int") as number) < 1) return Number.NaN;
      const real = koffi.decode(info, realOffset, "void *");
      return real ? koffi.decode.double(real) : Number.NaN;
    },
    realPart(name) {
      const { complex, data } = allValues(name);
      return complex ? data.filter((_, i) => i % 2 === 0) : data;
    },
    allValues,
    takeLog,
  };
}
