import type { DeviceGraph } from "../../graph/index.js";
import type { CircuitEncoder } from "../../train/index.js";
import { type CliContext, type Progress, printable } from "../index.js";
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

/** What a progress bar of {@link embedFiles} says. */
export const readingBar = { label: "reading", unit: "files" } as const;

/** Reads files and embeds every circuit in them, counting files on `progress`; `only` keeps one circuit by its name. */
export async function embedFiles(
  encoder: CircuitEncoder,
  files: readonly string[],
  options: {
    readonly cwd: string;
    readonly progress: Progress;
    readonly roots?: readonly string[];
    readonly only?: string | undefined;
  },
): Promise<EmbeddedFiles> {
  const { cwd, progress, roots, only } = options;
  const skipped: SkippedFile[] = [];
  const found: { readonly name: string; readonly graph: DeviceGraph }[] = [];
  try {
    for (const [i, file] of files.entries()) {
      const answer = circuitsIn(file, { cwd, roots });
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
