import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type EmbeddedEngine, startEmbeddedEngine } from "./embedded-engine.js";
import { hasParseError } from "./failure.js";
import type { BatchReply, BatchRequest, RawRequest, WorkerReply, WorkerRequest } from "./protocol.js";
import { RawFileReader, type RawPlot, readVectors } from "./raw-file.js";
import { alterCommands, type DeckTemplate, renderCards, widthOf } from "./template.js";

/** What the pool passes to this thread: the channel, and a counter that wakes it. */
export interface EmbeddedWorkerData {
  readonly port: MessagePort;
  readonly wake: Int32Array;
}

const END_MARK = "@end";
/** Alone on their lines, or with a quote that no circuit may hold: what a circuit makes ngspice print cannot pass for them. */
const ENDED = new RegExp(`^${END_MARK}$`, "m");
const WROTE = /binary raw file "out\.raw"/;
const { port, wake } = workerData as EmbeddedWorkerData;
const templates = new Map<number, DeckTemplate>();
const reader = new RawFileReader();
const columns = new WeakMap<readonly string[], Map<number, readonly number[] | undefined>>();

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
  engine.files.writeFile("/batch.sp", script(request));
  yield "source batch.sp";
  const log = engine.takeLog();
  const complete = ENDED.test(log);
  const reached = complete ? request.templates.length : log.split(/^@run \d+$/m).length - 1;
  send(collect(request, log, reached, start));
  return complete;
}

/** A deck that holds commands only: each run's source, operating point, output and clean-up, between marks in the log. */
function script({ templates: ids, values: all, alter }: BatchRequest): string {
  const lines = ["* batch", ".control"];
  let offset = 0;
  let loaded: Float64Array | undefined;
  ids.forEach((id, run) => {
    const template = templates.get(id)!;
    const values = all.subarray(offset, offset + template.valueCount);
    offset += template.valueCount;
    // Every `source` of this ngspice lengthens the source path, and all commands slow down with it.
    if (run % 8 === 0) lines.push("set sourcepath = ( . )");
    lines.push(`echo @run ${run}`);
    if (loaded) lines.push(...alterCommands(template, loaded, values));
    else {
      engine.files.writeFile(`/run${run}.cir`, `run ${run}\n${renderCards(template, values)}\n.end\n`);
      lines.push(`source run${run}.cir`);
    }
    if (alter) loaded = values;
    lines.push("op", "write out.raw", "destroy all");
    if (!alter) lines.push("remcirc");
  });
  if (alter) lines.push("remcirc");
  return [...lines, `echo ${END_MARK}`, ".endc", ".end", ""].join("\n");
}

/** Pairs each run with its plot: `write` says in the log that it wrote, and plots stand in the file in that order. */
function collect(request: BatchRequest, text: string, reached: number, start: number): BatchReply {
  const ids = request.templates.subarray(0, reached);
  const file = engine.files.readFile("/out.raw");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const plots = reader.plots(file);
  const logs = logsByRun(text, reached);
  let width = 0;
  for (const template of ids) width += widthOf(templates.get(template)!);
  const vectors = new Float64Array(width);
  const failures: { run: number; log: string }[] = [];
  let at = 0;
  ids.forEach((template, run) => {
    const log = logs[run]!;
    const plot = WROTE.test(log) ? plots.next().value : undefined;
    const found = plot && !hasParseError(log) ? columnsOf(plot, template) : undefined;
    if (plot && found)
      for (const column of found) vectors[at++] = view.getFloat64(plot.dataOffset + column * 8, true);
    else failures.push({ run, log });
  });
  const seconds = new Float64Array(reached).fill((performance.now() - start) / 1000 / Math.max(reached, 1));
  return { type: "batch", id: request.id, first: 0, seconds, vectors: vectors.subarray(0, at), failures };
}

/** Where a template's nets and sources stand among a plot's variables; undefined where one is missing. */
function columnsOf(plot: RawPlot, template: number): readonly number[] | undefined {
  let known = columns.get(plot.names);
  if (!known) {
    known = new Map();
    columns.set(plot.names, known);
  }
  if (!known.has(template)) {
    const { nets, sources } = templates.get(template)!;
    const place = new Map(plot.names.map((name, column) => [name, column]));
    const found = [
      ...nets.map((name) => place.get(`v(${name})`) ?? -1),
      ...sources.map((name) => place.get(`i(${name})`) ?? -1),
    ];
    known.set(template, plot.points !== 1 || plot.complex || found.includes(-1) ? undefined : found);
  }
  return known.get(template);
}

function logsByRun(log: string, runs: number): string[] {
  const logs: string[] = new Array(runs).fill("");
  const parts = log.split(/^@run (\d+)\n/m);
  for (let i = 1; i < parts.length; i += 2) logs[Number(parts[i])] = parts[i + 1]!;
  return logs;
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
