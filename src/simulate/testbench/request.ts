import type { Circuit, Net } from "../../circuit/index.js";
import type { Analysis } from "../analysis.js";
import type { AnalysisJob } from "../simulator.js";
import { unknownName } from "./errors.js";
import type { MeasureSpec } from "./measure-schema.js";
import { analysesOf, type Testbench } from "./schema.js";
import { netsOf, type Signal } from "./signal.js";

type Request = Omit<AnalysisJob, "circuit">;

/**
 * What each deck's job asks of its circuit: its analyses, the nets that measures read or the caller wants, and the currents. The
 * same object for circuits of the same nets. The function throws SIMULATION_TESTBENCH for names that the circuit does not have.
 */
export function requestOf(
  testbench: Testbench,
  wanted: readonly string[] | "all" = [],
): (deck: string, circuit: Circuit) => Request {
  const plans = new Map(
    Object.entries(testbench.decks).map(([name, { analyses }]) => [
      name,
      {
        analyses: Object.entries(analyses).map(([id, analysis]): Analysis => ({ ...analysis, id })),
        known: new WeakMap<readonly Net[], Request>(),
      },
    ]),
  );
  return (deck, circuit) => {
    const { analyses, known } = plans.get(deck)!;
    let request = known.get(circuit.nets);
    if (!request) {
      request = requestFor(testbench, analyses, wanted, circuit);
      known.set(circuit.nets, request);
    }
    return request;
  };
}

function requestFor(
  testbench: Testbench,
  analyses: readonly Analysis[],
  wanted: readonly string[] | "all",
  circuit: Circuit,
): Request {
  const own = new Set(analyses.map(({ id }) => id));
  const nets = new Set<string>();
  const sources = new Set<string>();
  const [netNames, sourceNames] = namesOf(circuit);
  for (const [name, spec] of Object.entries(testbench.measures)) {
    if (!analysesOf(spec).some(([, analysis]) => own.has(analysis))) continue;
    const at = (path: readonly (string | number)[]) => testbench.locate?.(["measures", name, ...path]);
    const read = (source: string, path: readonly (string | number)[]) => {
      if (!sourceNames.has(source))
        throw unknownName(`measure ${name}`, "voltage source", source, [...sourceNames]).at(at(path));
      sources.add(source);
    };
    for (const [argument, signal] of signalsOf(spec)) {
      for (const net of netsOf(signal)) {
        if (!netNames.has(net))
          throw unknownName(`measure ${name}`, "net", net, [...netNames]).at(at([argument]));
        nets.add(net);
      }
      if (signal.kind === "current") read(signal.source, [argument]);
    }
    if ("sources" in spec) for (const [i, source] of spec.sources.entries()) read(source, ["sources", i]);
  }
  if (wanted === "all") return { analyses, currents: true };
  for (const net of wanted) if (netNames.has(net)) nets.add(net);
  return {
    analyses,
    ...(nets.size > 0 && { nets: [...nets] }),
    ...(sources.size > 0 && { currents: [...sources] }),
  };
}

/** The nets that some device touches, and the voltage sources. */
function namesOf({ nets, devices }: Circuit): [nets: ReadonlySet<string>, sources: ReadonlySet<string>] {
  const touched = devices.flatMap(({ terminals }) => terminals.map(({ net }) => nets[net]!.name));
  const sources = devices.filter(({ kind }) => kind === "voltage-source").map(({ name }) => name);
  return [new Set(touched.filter((name) => name !== "0")), new Set(sources)];
}

/** The signals that a measure reads, by the arguments that name them. */
function signalsOf(spec: MeasureSpec): [argument: string, signal: Signal][] {
  const own = spec as { of?: Signal; input?: Signal; from?: Signal | number };
  return (["of", "input", "from"] as const).flatMap((argument) => {
    const signal = own[argument];
    return typeof signal === "object" ? [[argument, signal] as [string, Signal]] : [];
  });
}
