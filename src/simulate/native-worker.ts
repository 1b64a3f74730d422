import koffi from "koffi";
import { BatchReport, type RunResult } from "./batch-report.js";
import { exactWriter, type NumberWriter } from "./exact-numbers.js";
import { hasParseError } from "./failure.js";
import { type NativeLibrary, openNativeLibrary } from "./native-library.js";
import { keepingCards, type Persistence, runSteps } from "./native-run.js";
import type { BatchRequest, RawRequest, WorkerReply, WorkerRequest } from "./protocol.js";
import { alterCommands, type DeckTemplate, renderCards } from "./template.js";

const templates = new Map<number, DeckTemplate>();
/** How this library is told numbers exactly, where that is known. */
let writer: NumberWriter | undefined;

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

/** A deck in the library. */
interface Loaded {
  readonly template: DeckTemplate;
  readonly values: Float64Array;
}

function runBatch(library: NativeLibrary, request: BatchRequest): void {
  for (const template of request.newTemplates) templates.set(template.id, template);
  if (request.newTemplates.some(({ altersExactly }) => altersExactly)) writer ??= exactWriter(library);
  const runs = request.templates.length;
  let report = new BatchReport(request.id, 0);
  let offset = 0;
  let loaded: Loaded | undefined;
  for (let run = 0; run < runs; run++) {
    const template = templates.get(request.templates[run]!)!;
    const values = request.values.subarray(offset, offset + template.valueCount);
    offset += template.valueCount;
    const next = { template, values };
    const start = performance.now();
    const commands = request.alter && loaded ? alterCommands(template, loaded.values, values) : undefined;
    const result = request.alter
      ? runOne(library, next, loaded, "all", commands)
      : runExactly(library, next, loaded);
    if (!result) break;
    report.add(run, result, performance.now() - start);
    if (library.isFinished()) break;
    if ("steps" in result && (request.alter || (template.altersExactly && isGood(result, template))))
      loaded = next;
    else {
      loaded = undefined;
      library.command("remcirc");
    }
    library.takeLog();
    if (report.isDue()) {
      send(report.finish());
      report = new BatchReport(request.id, run + 1);
    }
  }
  send(report.finish());
  if (loaded && !library.isFinished()) library.command("remcirc");
}

/**
 * A run whose bits depend on nothing but itself. One that goes wrong on an altered deck is repeated on a fresh one, for what that says;
 * undefined where it has ended the library, and must be repeated in another.
 */
function runExactly(library: NativeLibrary, next: Loaded, loaded: Loaded | undefined): RunResult | undefined {
  const { template, values } = next;
  const commands =
    loaded?.template === template && writer
      ? alterCommands(template, loaded.values, values, writer)
      : undefined;
  if (!commands) return runOne(library, next, loaded, "all");
  const result = runOne(library, next, loaded, "until failure", commands);
  if (isGood(result, template)) return result;
  return library.isFinished() ? undefined : runOne(library, next, next, "apart");
}

function isGood(result: RunResult, { steps }: DeckTemplate): boolean {
  if (!("steps" in result) || result.steps.length < steps.length) return false;
  return result.steps.every(({ numbers }) => numbers);
}

/** Runs a deck: the loaded one, altered by commands, or a fresh one in its place. */
function runOne(
  library: NativeLibrary,
  { template, values }: Loaded,
  loaded: Loaded | undefined,
  persistence: Persistence,
  commands?: readonly string[],
): RunResult {
  if (loaded && !commands) library.command("remcirc");
  const good = commands
    ? commands.every((command) => library.command(command))
    : library.loadDeck([
        "run",
        ...renderCards(template, values).split("\n"),
        ...keepingCards(template),
        ".end",
      ]);
  const loadLog = library.takeLog();
  if (!good || library.isFinished() || hasParseError(loadLog)) return { log: loadLog };
  const steps = runSteps(library, template, values, persistence);
  return { steps: steps.map(({ numbers, log }) => ({ numbers, log: loadLog + log })) };
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
