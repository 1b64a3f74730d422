import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { BatchReport } from "./batch-report.js";
import { type EmbeddedEngine, startEmbeddedEngine } from "./embedded-engine.js";
import { batchScript, END_MARK, splitLog } from "./embedded-script.js";
import { readStep } from "./embedded-step.js";
import { hasParseError } from "./failure.js";
import type { BatchReply, BatchRequest, RawRequest, WorkerReply, WorkerRequest } from "./protocol.js";
import { RawFileReader, readVectors } from "./raw-file.js";
import { isComplete } from "./step-result.js";
import type { DeckTemplate } from "./template.js";

/** What the pool passes to this thread: the channel, and a counter that wakes it. */
export interface EmbeddedWorkerData {
  readonly port: MessagePort;
  readonly wake: Int32Array;
}

const ENDED = new RegExp(`^${END_MARK}$`, "m");
/** With a quote that no circuit may hold. */
const WROTE = /binary raw file "out\.raw"/g;
const NO_CIRCUIT = /there is no circuit|no circuit loaded/i;
const { port, wake } = workerData as EmbeddedWorkerData;
const templates = new Map<number, DeckTemplate>();
const reader = new RawFileReader();

let engine: EmbeddedEngine;
try {
  engine = await startEmbeddedEngine();
  process.on("exit", () => send({ type: "dying", log: engine.takeLog().slice(-4000) }));
  const version = /ngspice-([\w.]+)/.exec(engine.banner)?.[1] ?? "unknown";
  const commands = serve();
  send({ type: "ready", version });
  engine.run(() => commands.next().value);
} catch (error) {
  send({ type: "broken", message: String(error) });
}

function send(reply: WorkerReply): void {
  port.postMessage(reply);
}

/** Blocks until the next request; ngspice's command loop is synchronous, so no event could deliver it. */
function receive(): WorkerRequest {
  for (;;) {
    const seen = Atomics.load(wake, 0);
    const message = receiveMessageOnPort(port);
    if (message) return message.message as WorkerRequest;
    Atomics.wait(wake, 0, seen);
  }
}

/** The commands of all requests to come. */
function* serve(): Generator<string, never> {
  yield "set appendwrite";
  for (;;) {
    const request = receive();
    engine.takeLog();
    engine.files.writeFile("/out.raw", "");
    const reusable = request.type === "batch" ? yield* runBatch(request) : yield* runRaw(request);
    send({ type: "done", id: request.id, reusable, residentBytes: 0 });
  }
}

/**
 * Runs a batch; false where ngspice came back for input before the end (it asks questions about some bad decks, and the script is
 * lost then): the run that it stopped at has failed, those after it are left unreported.
 */
function* runBatch(request: BatchRequest): Generator<string, boolean> {
  for (const template of request.newTemplates) templates.set(template.id, template);
  const start = performance.now();
  const { text, files } = batchScript(request, templates);
  for (const [name, deck] of files) engine.files.writeFile(`/${name}`, deck);
  engine.files.writeFile("/batch.sp", text);
  yield "source batch.sp";
  const log = engine.takeLog();
  send(collect(request, log, start));
  return ENDED.test(log);
}

/** Pairs each step with its plots: `write` says in the log that it wrote, and plots stand in the file in that order. */
function collect(request: BatchRequest, text: string, start: number): BatchReply {
  const file = engine.files.readFile("/out.raw");
  const plots = reader.plots(file);
  const logs = splitLog(text);
  const report = new BatchReport(request.id, 0);
  const milliseconds = (performance.now() - start) / Math.max(logs.length, 1);
  logs.forEach(({ load, steps }, run) => {
    const template = templates.get(request.templates[run]!)!;
    const results = template.steps.map((step, index) => {
      const log = steps[index] ?? "";
      const written = (log.match(WROTE) ?? []).flatMap(() => plots.next().value ?? []);
      const numbers = readStep(file, written, step);
      return { numbers: numbers && isComplete(step, numbers, log) ? numbers : undefined, log: load + log };
    });
    const refused = hasParseError(load) || steps.some((log) => NO_CIRCUIT.test(log));
    report.add(run, refused ? { log: load + steps.join("") } : { steps: results }, milliseconds);
  });
  return report.finish();
}

/** A deck of the user's own, with whatever commands it holds; the last plot is read. */
function* runRaw({ id, deck }: RawRequest): Generator<string, boolean> {
  const start = performance.now();
  engine.files.writeFile("/user.cir", deck);
  yield "source user.cir";
  if (!/^\s*\.control\b/im.test(deck)) yield "run";
  yield "write out.raw";
  const file = engine.files.readFile("/out.raw");
  // Without a plot of its own `write` writes ngspice's constants.
  const plot = [...reader.plots(file)].filter(({ title }) => title !== "Constant values").at(-1);
  send({
    type: "raw",
    id,
    log: engine.takeLog(),
    seconds: (performance.now() - start) / 1000,
    vectors: plot ? readVectors(file, plot) : [],
  });
  return false;
}
