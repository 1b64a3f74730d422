import koffi from "koffi";
import { hasParseError } from "./failure.js";
import { type NativeLibrary, openNativeLibrary } from "./native-library.js";
import type { BatchRequest, RawRequest, WorkerReply, WorkerRequest } from "./protocol.js";
import { alterCommands, type DeckTemplate, renderCards } from "./template.js";

/** After how many seconds finished runs are reported, so that a later hang loses nothing. */
const REPORT_SECONDS = 0.25;
const templates = new Map<number, DeckTemplate>();

dieWithParent();
try {
  const library = openNativeLibrary(process.argv[2]!);
  const version = /ngspice-([\w.+]+)/.exec(library.banner)?.[1] ?? "unknown";
  library.command("set num_threads=1");
  process.on("message", (request: WorkerRequest) => {
    if (request.type === "raw") runRaw(library, request);
    else runBatch(library, request);
    send({
      type: "done",
      id: request.id,
      reusable: request.type === "batch" && !library.isFinished(),
      residentBytes: process.memoryUsage.rss(),
    });
  });
  send({ type: "ready", version });
} catch (error) {
  send({ type: "broken", message: String(error) });
}

function send(reply: WorkerReply): void {
  process.send?.(reply);
}

/** Leaves with the parent, even from within a simulation that hangs (Linux), else at the next message. */
function dieWithParent(): void {
  process.on("disconnect", () => process.exit());
  if (process.platform !== "linux") return;
  const [PR_SET_PDEATHSIG, SIGKILL] = [1, 9];
  koffi.load(null).func("int prctl(int option, unsigned long argument)")(PR_SET_PDEATHSIG, SIGKILL);
}

function runBatch(library: NativeLibrary, request: BatchRequest): void {
  for (const template of request.newTemplates) templates.set(template.id, template);
  const runs = request.templates.length;
  let report = new Report(request.id, 0);
  let offset = 0;
  let loaded: Float64Array | undefined;
  for (let run = 0; run < runs && !library.isFinished(); run++) {
    const template = templates.get(request.templates[run]!)!;
    const values = request.values.subarray(offset, offset + template.valueCount);
    offset += template.valueCount;
    const start = performance.now();
    const good = loaded
      ? change(library, alterCommands(template, loaded, values))
      : library.loadDeck(["run", ...renderCards(template, values).split("\n"), ".end"]);
    const point = good && library.command("op") ? readPoint(library, template) : undefined;
    const log = library.takeLog();
    report.add(run, point && !hasParseError(log) ? point : undefined, log, performance.now() - start);
    if (library.isFinished()) break;
    library.command("destroy all");
    if (request.alter && good) loaded = values;
    else library.command("remcirc");
    library.takeLog();
    if (report.isDue()) {
      send(report.finish());
      report = new Report(request.id, run + 1);
    }
  }
  send(report.finish());
  if (loaded && !library.isFinished()) library.command("remcirc");
}

function change(library: NativeLibrary, commands: readonly string[]): boolean {
  return commands.every((command) => library.command(command));
}

/** Voltages, then source currents; undefined where the plot lacks one. */
function readPoint(library: NativeLibrary, { nets, sources }: DeckTemplate): Float64Array | undefined {
  const plot = library.currentPlot();
  if (!plot.startsWith("op")) return undefined;
  const point = new Float64Array(nets.length + sources.length);
  let at = 0;
  for (const net of nets) point[at++] = library.firstValue(`${plot}.v(${net})`);
  for (const source of sources) point[at++] = library.firstValue(`${plot}.${source}#branch`);
  return point.some(Number.isNaN) ? undefined : point;
}

/** Results of consecutive runs of one batch, on their way to the pool. */
class Report {
  readonly #started = performance.now();
  readonly #seconds: number[] = [];
  readonly #points: Float64Array[] = [];
  readonly #failures: { run: number; log: string }[] = [];

  constructor(
    readonly id: number,
    readonly first: number,
  ) {}

  add(run: number, point: Float64Array | undefined, log: string, milliseconds: number): void {
    this.#seconds.push(milliseconds / 1000);
    if (point) this.#points.push(point);
    else this.#failures.push({ run, log });
  }

  isDue(): boolean {
    return performance.now() - this.#started > REPORT_SECONDS * 1000;
  }

  finish(): WorkerReply {
    const width = this.#points.reduce((sum, point) => sum + point.length, 0);
    const vectors = new Float64Array(width);
    let at = 0;
    for (const point of this.#points) {
      vectors.set(point, at);
      at += point.length;
    }
    const seconds = Float64Array.from(this.#seconds);
    return { type: "batch", id: this.id, first: this.first, seconds, vectors, failures: this.#failures };
  }
}

/** A deck of the user's own, with whatever commands it holds; the last plot is read. */
function runRaw(library: NativeLibrary, { id, deck }: RawRequest): void {
  const start = performance.now();
  const loaded = library.loadDeck(deck.replace(/\n+$/, "").split(/\r?\n/));
  if (loaded && !library.isFinished() && !/^\s*\.control\b/im.test(deck)) library.command("run");
  const plot = library.isFinished() ? "const" : library.currentPlot();
  const names = plot === "const" ? [] : library.vectorNames(plot);
  const vectors = names.map((name) => ({ name, ...library.allValues(`${plot}.${name}`) }));
  send({ type: "raw", id, log: library.takeLog(), seconds: (performance.now() - start) / 1000, vectors });
}
