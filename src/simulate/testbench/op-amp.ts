import { defineTestbench, type Testbench, type TestbenchInput } from "./schema.js";

/** Which nets and devices of a circuit are what, for an op-amp with its supplies and DC inputs connected. */
export interface OpAmpPorts {
  readonly output: string;
  /** Net of the non-inverting input, and the voltage source from it to ground. */
  readonly plus: Port;
  readonly minus: Port;
  /** Voltage sources; `negative` where the lower supply is not ground. */
  readonly positiveSupply: string;
  readonly negativeSupply?: string;
}

/** A net, and the source that drives it. */
export interface Port {
  readonly net: string;
  readonly source: string;
}

/** What {@link opAmpTestbench} measures. */
export interface OpAmpOptions {
  /** Points a decade from 1 Hz to 10 GHz (default 10). */
  readonly pointsPerDecade?: number;
  /** Connect it as a follower too, on a second deck, for `offset` (default true). */
  readonly follower?: boolean;
  /** Gain margin, output resistance, noise, and as a follower: swing, slew rate, settling, overshoot (default false). */
  readonly large?: boolean;
  /** Step for settling and overshoot in volts (default 20 mV). */
  readonly smallStepVolts?: number;
  /** Step for slew rate in volts (default 0.2 V). */
  readonly largeStepVolts?: number;
  /** Time of each transient after its step (default 1 µs). */
  readonly settleSeconds?: number;
  /** Half the range of the input of the follower's sweep, about its DC value (default 1 V). */
  readonly sweepVolts?: number;
}

/** The ports of the circuits `opamp` and `opamp-biased`. */
export const paperOpAmpPorts: OpAmpPorts = {
  output: "net6",
  plus: { net: "net1", source: "vin1" },
  minus: { net: "net2", source: "vin2" },
  positiveSupply: "vvdd",
  negativeSupply: "vvss",
};

/**
 * The measures of an op-amp at the inputs that it is given. Open loop: `gain`, `bandwidth`, `unityGainFrequency`, `phaseMargin`, from a
 * differential volt; `cmrr`, `psrrPlus`, `psrrMinus` at 1 Hz; `supplyCurrent`, `power`. As a follower, its inverting input on its
 * output: `offset`.
 */
export function opAmpTestbench(ports: OpAmpPorts = paperOpAmpPorts, options: OpAmpOptions = {}): Testbench {
  const { output, plus, minus, positiveSupply, negativeSupply } = ports;
  const { pointsPerDecade = 10, large = false } = options;
  const follower = large || (options.follower ?? true);
  const of = `v(${output})`;
  const at1Hz = (source: string) => spot({ [source]: 1 });
  const response = <Measure extends string>(measure: Measure) => ({
    measure,
    analysis: "differential",
    of,
  });
  const rejection = (unwanted: string) => ({
    measure: "rejection-ratio" as const,
    wanted: "differential",
    unwanted,
    of,
  });
  const supplies = [positiveSupply, ...(negativeSupply === undefined ? [] : [negativeSupply])];
  const small: TestbenchInput = {
    name: "op-amp",
    description: "An op-amp in open loop at the inputs that it is given, and as a follower",
    supplies: [positiveSupply],
    decks: {
      openLoop: {
        analyses: {
          point: { kind: "op", devices: true },
          differential: {
            kind: "ac",
            points: pointsPerDecade,
            stimulus: { [plus.source]: 0.5, [minus.source]: -0.5 },
          },
          common: spot({ [plus.source]: 1, [minus.source]: 1 }),
          positiveSupply: at1Hz(positiveSupply),
          ...(negativeSupply !== undefined && { negativeSupply: at1Hz(negativeSupply) }),
        },
      },
      ...(follower && {
        follower: {
          remove: [minus.source],
          devices: `vfollow ${minus.net} ${output} 0`,
          analyses: { followerPoint: { kind: "op" }, followerGain: at1Hz(plus.source) },
        },
      }),
    },
    measures: {
      gain: response("dc-gain"),
      bandwidth: response("bandwidth"),
      unityGainFrequency: response("unity-gain-frequency"),
      phaseMargin: { ...response("phase-margin"), polarity: "non-inverting" },
      cmrr: rejection("common"),
      psrrPlus: rejection("positiveSupply"),
      ...(negativeSupply !== undefined && { psrrMinus: rejection("negativeSupply") }),
      ...(follower && {
        offset: {
          measure: "offset" as const,
          analysis: "followerPoint",
          of,
          input: `v(${plus.net})`,
          closedLoop: "followerGain",
        },
      }),
      supplyCurrent: { measure: "supply-current", analysis: "point", sources: [positiveSupply] },
      power: { measure: "power", analysis: "point", sources: supplies },
    },
  };
  return defineTestbench(large ? withLargeSignals(small, ports, options) : small);
}

function withLargeSignals(small: TestbenchInput, ports: OpAmpPorts, options: OpAmpOptions): TestbenchInput {
  const { output, plus } = ports;
  const { smallStepVolts = 0.02, largeStepVolts = 0.2, settleSeconds = 1e-6, sweepVolts = 1 } = options;
  const of = `v(${output})`;
  const input = `v(${plus.net})`;
  const start = settleSeconds / 20;
  const tran = {
    kind: "tran" as const,
    // The longest step, too: with coarser ones, overshoot and settling of what rings come out too large.
    stepSeconds: settleSeconds / 1000,
    stopSeconds: start + settleSeconds,
  };
  const { openLoop, follower } = small.decks as Record<
    "openLoop" | "follower",
    TestbenchInput["decks"][string]
  >;
  const stepped = (volts: number, analyses: TestbenchInput["decks"][string]["analyses"]) => ({
    ...follower,
    rewire: { [plus.source]: { plus: "step_from" } },
    devices: [follower.devices, `vstep ${plus.net} step_from dc 0 pulse(0 ${volts} ${start} 10p 10p 1)`].join(
      "\n",
    ),
    analyses,
  });
  const answer = { analysis: "smallStep", of, input, start };
  return {
    ...small,
    decks: {
      openLoop: {
        ...openLoop,
        devices: `itest 0 ${output} 0`,
        analyses: {
          ...openLoop.analyses,
          outputImpedance: spot({ itest: 1 }),
          noise: { kind: "noise", output, source: plus.source },
        },
      },
      follower: stepped(smallStepVolts, {
        ...follower.analyses,
        smallStep: tran,
        sweep: { kind: "dc", source: "vstep", start: -sweepVolts, stop: sweepVolts, step: sweepVolts / 100 },
      }),
      largeStep: stepped(largeStepVolts, { largeStep: tran }),
    },
    measures: {
      ...small.measures,
      gainMargin: { measure: "gain-margin", analysis: "differential", of, polarity: "non-inverting" },
      outputResistance: { measure: "output-resistance", analysis: "outputImpedance", of },
      outputNoise: { measure: "integrated-noise", analysis: "noise" },
      outputSwing: { measure: "output-swing", analysis: "sweep", of, centre: 0 },
      settlingTime: { measure: "settling-time", ...answer },
      overshoot: { measure: "overshoot", ...answer },
      slewRate: { measure: "slew-rate", analysis: "largeStep", of, input, start },
    },
  };
}

/** One point at 1 Hz. */
function spot(stimulus: Record<string, number>) {
  return { kind: "ac" as const, variation: "lin" as const, points: 1, startHz: 1, stopHz: 1, stimulus };
}
