import { alterCommand, altersExactly } from "./alter.js";
import type { Analysis, Excitation } from "./analysis.js";
import { AnalysisError, checkAnalysis } from "./check-analysis.js";
import type { Topology } from "./deck.js";
import { detailParameters, isDetailed } from "./device-details.js";
import { curveNames, economise, saveCommands } from "./economy.js";
import type { AnalysisJob } from "./simulator.js";
import type { DeckTemplate, Setting, Step } from "./template.js";

/** What a job asks of a topology, for the workers and for the way back. */
export interface Program {
  readonly topology: Topology;
  readonly template: DeckTemplate;
  readonly plans: readonly Plan[];
}

/** One analysis with the circuit's own nets and devices behind each printed name of its step. */
export interface Plan {
  readonly analysis: Analysis;
  readonly netIds: readonly number[];
  readonly sourceNames: readonly string[];
  /** Whether currents are told, of however many sources. */
  readonly hasCurrents: boolean;
  /** Indices of the devices whose operating points are told. */
  readonly devices: readonly number[];
}

/** What a job wants of its circuit. */
export type Request = Omit<AnalysisJob, "circuit">;

let nextTemplateId = 1;

/** Turns the analyses of a job into commands. Throws SIMULATION_ANALYSIS. */
export function compileProgram(topology: Topology, request: Request): Program {
  const names = new CircuitNames(topology);
  const plans = request.analyses.map((analysis) => planOf(analysis, request, names));
  const excited = excitedSources(request.analyses, names);
  const steps = economise(plans.map((plan) => stepOf(plan, names, excited)));
  const { circuit, deck } = topology;
  const template = {
    id: nextTemplateId++,
    ...deck,
    steps,
    altersExactly: altersExactly(circuit, deck, steps),
  };
  return { topology, template, plans };
}

function planOf(analysis: Analysis, { nets, currents }: Request, names: CircuitNames): Plan {
  checkAnalysis(analysis);
  const { circuit, netIds } = names.topology;
  const details = analysis.kind === "op" ? (analysis.devices ?? false) : false;
  const sources = circuit.devices.filter(({ kind }) => kind === "voltage-source").map(({ name }) => name);
  const named = Array.isArray(currents) ? currents : currents ? sources : [];
  return {
    analysis,
    netIds: analysis.kind === "op" || !nets ? netIds : nets.map((name) => names.net(analysis, name)),
    sourceNames: named.map((name) => {
      if (!sources.includes(name))
        throw new AnalysisError(analysis, `no voltage source ${JSON.stringify(name)}`);
      return name;
    }),
    hasCurrents: Boolean(currents),
    devices: Array.isArray(details)
      ? details.map((name) => names.detailed(analysis, name))
      : details
        ? circuit.devices.flatMap((device, index) => (isDetailed(device) ? [index] : []))
        : [],
  };
}

function stepOf(plan: Plan, names: CircuitNames, excited: ReadonlySet<string>): Step {
  const { analysis, netIds, sourceNames, devices } = plan;
  const { netNames, deviceNames, circuit } = names.topology;
  const isNoise = analysis.kind === "noise";
  const nets = isNoise ? [] : netIds.map((id) => netNames[id]!);
  const sources = isNoise ? [] : sourceNames.map((name) => names.printed(name));
  const details = devices.flatMap((index) =>
    detailParameters(circuit, circuit.devices[index]!).map(
      (parameter) => `@${deviceNames[index]}[${parameter}]`,
    ),
  );
  if (!isNoise && analysis.kind !== "op" && nets.length + sources.length === 0) {
    throw new AnalysisError(analysis, "neither a net nor a source whose curve is wanted");
  }
  const end = endOf(analysis);
  return {
    kind: analysis.kind,
    command: commandOf(analysis, names),
    settings: settingsOf(analysis, names, excited),
    nets,
    sources,
    details,
    saves: saveCommands(keptNames(analysis.kind, nets, sources, details)),
    ...(end ? { end } : {}),
  };
}

/** An operating point keeps all unless it needs more; curves keep what is read. A scale of its own is always kept. */
function keptNames(
  kind: Analysis["kind"],
  nets: readonly string[],
  sources: readonly string[],
  details: readonly string[],
): string[] {
  if (kind === "noise" || (kind === "op" && details.length === 0)) return [];
  return kind === "op" ? ["all", ...details] : curveNames({ nets, sources });
}

function commandOf(analysis: Analysis, names: CircuitNames): string {
  if (analysis.kind === "op") return "op";
  if (analysis.kind === "dc") {
    const { source, start, stop, step } = analysis;
    return `dc ${names.source(analysis, source)} ${start} ${stop} ${step}`;
  }
  if (analysis.kind === "tran") {
    const { stepSeconds, stopSeconds, startSeconds = 0, maxStepSeconds, useInitialConditions } = analysis;
    const words = ["tran", stepSeconds, stopSeconds, startSeconds];
    if (maxStepSeconds !== undefined) words.push(maxStepSeconds);
    if (useInitialConditions) words.push("uic");
    return words.join(" ");
  }
  const { variation, points, startHz, stopHz } = analysis;
  const sweep = `${variation} ${points} ${startHz} ${stopHz}`;
  if (analysis.kind === "ac") return `ac ${sweep}`;
  const ends = [analysis.output, ...(analysis.reference === undefined ? [] : [analysis.reference])];
  const nets = ends.map((name) => names.topology.netNames[names.net(analysis, name)]!);
  return `noise v(${nets.join(",")}) ${names.source(analysis, analysis.source)} ${sweep}`;
}

/** Where the last point of a complete analysis lies. */
function endOf(analysis: Analysis): Step["end"] {
  const slack = 1e-6;
  if (analysis.kind === "op") return undefined;
  if (analysis.kind === "tran") {
    return { from: analysis.stopSeconds * (1 - slack), to: analysis.stopSeconds * (1 + slack) };
  }
  if (analysis.kind === "dc") {
    const { start, stop, step } = analysis;
    const last = start + Math.floor((stop - start) / step + slack) * step;
    const room = slack * Math.abs(step);
    return { from: last - room, to: last + room };
  }
  const { variation, points, startHz, stopHz } = analysis;
  if (variation === "lin") {
    const last = points === 1 ? startHz : stopHz;
    return { from: last * (1 - slack), to: last * (1 + slack) };
  }
  // ngspice takes a point a little beyond the end for the last one.
  return { from: stopHz / (variation === "dec" ? 10 : 2) ** (1 / points), to: stopHz * 1.01 };
}

/** Sources whose small signals some analysis of the job sets; every other one then sets them back. */
function excitedSources(analyses: readonly Analysis[], names: CircuitNames): Set<string> {
  const excitations = analyses.flatMap((analysis) => stimulusOf(analysis) ?? []);
  if (!analyses.some(stimulusOf)) return new Set();
  const own = names.topology.circuit.devices.filter(
    ({ kind, parameters }) => independent.has(kind) && parameters.acMagnitude !== undefined,
  );
  return new Set([...own.map(({ name }) => name), ...excitations.map(({ source }) => source)]);
}

/** ngspice refers noise to the small signals that are set: the one source alone must have one. */
function stimulusOf(analysis: Analysis): readonly Excitation[] | undefined {
  if (analysis.kind === "ac") return analysis.stimulus;
  return analysis.kind === "noise" ? [{ source: analysis.source, magnitude: 1 }] : undefined;
}

function settingsOf(analysis: Analysis, names: CircuitNames, excited: ReadonlySet<string>): Setting[] {
  if (analysis.kind !== "ac" && analysis.kind !== "noise") return [];
  const stimulus = stimulusOf(analysis);
  const given = new Map(stimulus?.map((excitation) => [excitation.source, excitation]));
  return [...excited].flatMap((source) => {
    const printed = names.source(analysis, source);
    const { kind } = names.device(source)!;
    const set = (parameter: string, number: number): Setting => {
      const alter = alterCommand(kind, printed, parameter)!;
      const value = stimulus ? undefined : names.valuePlace(source, parameter);
      return value === undefined ? { alter, number } : { alter, value };
    };
    const { magnitude = 0, phaseDegrees = 0 } = given.get(source) ?? {};
    if (!Number.isFinite(magnitude) || !Number.isFinite(phaseDegrees)) {
      throw new AnalysisError(analysis, `a small signal of ${magnitude} at ${phaseDegrees} degrees`);
    }
    return [set("acMagnitude", magnitude), set("acPhase", phaseDegrees)];
  });
}

const independent: ReadonlySet<string> = new Set(["voltage-source", "current-source"]);

/** The names of a circuit and what is printed for them. */
class CircuitNames {
  readonly topology: Topology;
  readonly #nets: ReadonlyMap<string, number>;
  readonly #devices: ReadonlyMap<string, number>;
  readonly #values = new Map<string, number>();

  constructor(topology: Topology) {
    this.topology = topology;
    const { nets, devices } = topology.circuit;
    this.#nets = new Map(topology.netIds.map((id) => [nets[id]!.name, id]));
    this.#devices = new Map(devices.map(({ name }, index) => [name, index]));
    for (const { name, parameters } of devices) {
      for (const key in parameters) this.#values.set(`${name} ${key}`, this.#values.size);
    }
  }

  net(analysis: Analysis, name: string): number {
    const id = this.#nets.get(name);
    if (id !== undefined) return id;
    throw new AnalysisError(
      analysis,
      `no net ${JSON.stringify(name)}`,
      `one of: ${listed(this.#nets.keys())}`,
    );
  }

  device(name: string) {
    const index = this.#devices.get(name);
    return index === undefined ? undefined : this.topology.circuit.devices[index];
  }

  printed(name: string): string {
    return this.topology.deviceNames[this.#devices.get(name)!]!;
  }

  /** The printed name of an independent source. */
  source(analysis: Analysis, name: string): string {
    if (independent.has(this.device(name)?.kind ?? "")) return this.printed(name);
    throw new AnalysisError(analysis, `no independent source ${JSON.stringify(name)}`);
  }

  /** The index of a device that has operating-point details. */
  detailed(analysis: Analysis, name: string): number {
    const device = this.device(name);
    if (device && isDetailed(device)) return this.#devices.get(name)!;
    throw new AnalysisError(analysis, `no transistor or diode ${JSON.stringify(name)}`);
  }

  valuePlace(device: string, parameter: string): number | undefined {
    return this.#values.get(`${device} ${parameter}`);
  }
}

function listed(names: Iterable<string>): string {
  const all = [...names];
  return all.slice(0, 20).join(", ") + (all.length > 20 ? " …" : "");
}
