import type { DeviceGraph } from "../../graph/index.js";
import type { CircuitEncoder } from "../../train/index.js";
import { type CliContext, createProgress, printable } from "../index.js";
import { circuitsIn, type SkippedFile } from "./find-circuits.js";

/** A circuit with its place among the embeddings. */
export interface EmbeddedCircuit {
  readonly name: string;
  readonly graph: DeviceGraph;
  /** Device kinds that the encoder was not trained on. */
  readonly unseen: readonly string[];
  readonly embedding: Float32Array;
}

/** The circuits of files, embedded, and the files that could not be read. */
export interface EmbeddedFiles {
  readonly circuits: readonly EmbeddedCircuit[];
  readonly skipped: readonly SkippedFile[];
}

/** Reads files and embeds every circuit in them; `only` keeps one by its name. */
export async function embedFiles(
  encoder: CircuitEncoder,
  files: readonly string[],
  options: {
    readonly context: CliContext;
    readonly roots?: readonly string[];
    readonly only?: string | undefined;
    readonly silent: boolean;
  },
): Promise<EmbeddedFiles> {
  const { context, roots, only, silent } = options;
  const skipped: SkippedFile[] = [];
  const found: { readonly name: string; readonly graph: DeviceGraph }[] = [];
  const progress = createProgress(context, { label: "reading", total: files.length, unit: "files", silent });
  try {
    for (const [i, file] of files.entries()) {
      const answer = circuitsIn(file, { cwd: context.cwd, roots });
      if ("reason" in answer) skipped.push(answer);
      else
        for (const { name, circuit } of answer) {
          if (only === undefined || name === only) found.push({ name, graph: encoder.graph(circuit) });
        }
      progress.update(i + 1);
      // Lets the bar be drawn and Ctrl-C be heard.
      await new Promise((resume) => setImmediate(resume));
    }
  } finally {
    progress.stop();
  }
  const embeddings = await encoder.embed(found.map(({ graph }) => graph));
  const { width } = encoder;
  const circuits = found.map(({ name, graph }, i) => ({
    ...{ name, graph, unseen: encoder.unseenKinds(graph) },
    embedding: embeddings.subarray(i * width, (i + 1) * width),
  }));
  return { circuits, skipped };
}

/** Says on standard error which files were skipped, and which circuits have kinds that the encoder does not know. */
export function tellOddities({ circuits, skipped }: EmbeddedFiles, { stderr }: CliContext): void {
  for (const { file, reason } of skipped) stderr.write(printable(`skipped ${file}: ${reason}\n`));
  for (const { name, unseen } of circuits) {
    if (unseen.length > 0) {
      stderr.write(printable(`note: ${name}: the encoder has not been trained on ${unseen.join(", ")}\n`));
    }
  }
}
