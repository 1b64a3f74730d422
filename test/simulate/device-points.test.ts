import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { opAmp } from "../../src/circuit/index.js";
import { readNetlist } from "../../src/netlist/index.js";
import {
  type DeviceOperatingPoint,
  type OpOutput,
  openSimulator,
  type SimulationPool,
} from "../../src/simulate/index.js";
import { simulators } from "./circuits.js";

const read = (text: string) => readNetlist(`test\n${text}\n.end\n`).circuit;

const mos = (level: string, name = "") => `.model n${name} nmos ${level}
.model p${name} pmos ${level.replace("vto=", "vto=-")}`;

describe.each(simulators)("operating points of devices in the %s simulator", (simulator) => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await openSimulator({ simulator, workers: 1 });
  });
  afterAll(() => pool.close());

  async function point(circuit: Parameters<typeof read>[0] | ReturnType<typeof read>) {
    const given = typeof circuit === "string" ? read(circuit) : circuit;
    const job = { circuit: given, analyses: [{ kind: "op", devices: true } as const], currents: true };
    for await (const { result } of pool.analyse([job])) {
      const output = result.status === "ok" ? result.value[0] : undefined;
      if (output?.status !== "ok") throw new Error(JSON.stringify(output ?? result));
      return output as OpOutput;
    }
    throw new Error("no result");
  }

  test("a square-law NMOS and its PMOS mirror image have the textbook's numbers and real signs", async () => {
    const { devices, sourceCurrents } = await point(`${mos("level=1 vto=0.5 kp=100u lambda=0.02")}
vd d 0 1
vg g 0 0.8
m1 d g 0 0 n w=10u l=1u m=3
vpd pd 0 -1
vpg pg 0 -0.8
x1 pd pg sub
.subckt sub d g
m1 d g 0 0 p w=10u l=1u
.ends`);
    const near = (x: number) => expect.closeTo(x, 9);
    const id = 0.5 * 100e-6 * 10 * 0.3 ** 2 * 1.02;
    const gm = (2 * id) / 0.3;
    const gds = (id * 0.02) / 1.02;
    expect(devices!.m1).toMatchObject({
      ...{ type: "mos", region: "saturation", vgs: near(0.8), vds: near(1), vbs: near(0), vth: near(0.5) },
      ...{ vdsat: near(0.3), id: near(3 * id), gm: near(3 * gm), gds: near(3 * gds) },
    });
    expect(devices!["x1.m1"]).toMatchObject({
      ...{ type: "mos", region: "saturation", vgs: near(-0.8), vds: near(-1), vth: near(-0.5) },
      ...{ vdsat: near(0.3), id: near(-id), gm: near(gm), gds: near(gds) },
    });
    expect(sourceCurrents!.vd).toBeCloseTo(-3 * id, 9);
    expect(sourceCurrents!.vpd).toBeCloseTo(id, 9);
  });

  test("regions follow the gate and the drain, drain and source changing places", async () => {
    const one = (name: string, d: string, g: string) => `m${name} ${d} ${g} 0 0 n w=10u l=1u`;
    const { devices } = await point(`${mos("level=1 vto=0.5 kp=100u")}
v1 v1 0 1
v2 low 0 0.1
v3 near 0 0.4
v4 minus 0 -0.5
${one("off", "v1", "low")}
${one("weak", "v1", "near")}
${one("linear", "low", "v1")}
${one("saturated", "v1", "v1")}
mturned 0 near minus minus n w=10u l=1u
mreverse minus near 0 minus n w=10u l=1u`);
    const regions = Object.entries(devices!).map(([name, it]) => [name, it.type === "mos" && it.region]);
    expect(Object.fromEntries(regions)).toEqual({
      ...{ moff: "cutoff", mweak: "subthreshold", mlinear: "linear", msaturated: "saturation" },
      ...{ mturned: "saturation", mreverse: "saturation" },
    });
    const { mturned, mreverse } = devices as Record<string, DeviceOperatingPoint & { type: "mos" }>;
    expect(mreverse!.id).toBeCloseTo(-mturned!.id, 9);
    expect(mreverse!.id).toBeLessThan(0);
  });

  test("the currents of the op-amp's BSIM4 transistors add up", async () => {
    const values = [20, 20, 60, 20, 10, 30, 3e-12, 1e-11, 500, 3e-5, 0, 1.2, 0.6, 0.6];
    const { devices, sourceCurrents } = await point(opAmp.build(values));
    const id = (name: string) => (devices![name] as { id: number }).id;
    // But for leakage through gates and into bulks.
    expect(id("mn1") + id("mn2")).toBeCloseTo(id("mn3"), 6);
    expect(id("mn4")).toBeCloseTo(3e-5, 5);
    expect(id("mp3")).toBeCloseTo(-id("mn5"), 6);
    expect(sourceCurrents!.vvdd! + 3e-5).toBeCloseTo(id("mp1") + id("mp2") + id("mp3"), 5);
    expect(devices!.mn4).toMatchObject({ region: "saturation" });
  });

  test("bipolar transistors and diodes tell theirs, with real signs", async () => {
    const { devices, sourceCurrents } = await point(`.model n npn is=1e-16 bf=100
.model p pnp is=1e-16 bf=100
.model dm d is=1e-14
vb b 0 0.65
vc c 0 2
q1 c b 0 n m=2
vbp bp 0 -0.65
vcp cp 0 -2
q2 cp bp 0 p
d1 b 0 dm`);
    const { q1, q2, d1 } = devices!;
    if (q1?.type !== "bipolar" || q2?.type !== "bipolar" || d1?.type !== "diode")
      throw new Error("no details");
    expect(q1.ic).toBeCloseTo(-sourceCurrents!.vc!, 10);
    expect(q2.ic).toBeCloseTo(-sourceCurrents!.vcp!, 10);
    expect(q1.ic / q2.ic).toBeCloseTo(-2, 6);
    expect(q1.ic / q1.ib).toBeCloseTo(100, 2);
    expect(q1.gm / (q1.ic / 0.025865)).toBeCloseTo(1, 3);
    expect([q1.vbe, q1.vbc, q2.vbe]).toEqual([0.65, expect.closeTo(-1.35, 9), -0.65]);
    expect(d1.id).toBeCloseTo(-sourceCurrents!.vb! - q1.ib, 10);
    expect(d1.gd / (d1.id / 0.025865)).toBeCloseTo(1, 3);
  });

  test("a circuit of many transistors tells each of them", async () => {
    const names = Array.from({ length: 300 }, (_, i) => `m_with_a_name_of_some_length_${i}`);
    const { devices } = await point(`${mos("level=1 vto=0.5 kp=100u")}
v1 d 0 1
${names.map((name) => `${name} d d 0 0 n w=1u l=1u`).join("\n")}`);
    const currents = names.map((name) => (devices![name] as { id: number }).id);
    expect(new Set(currents)).toEqual(new Set([expect.closeTo(12.5e-6, 10)]));
  });

  test("a model that we do not know tells its terminal voltages and nothing made up", async () => {
    const { devices } = await point(`${mos("level=68")}
v1 d 0 1
m1 d d 0 0 n w=10u l=1u`);
    expect(devices!.m1).toMatchObject({ vgs: 1, vth: Number.NaN, id: Number.NaN, gm: Number.NaN });
    expect(devices!.m1).not.toHaveProperty("region");
  });
});
