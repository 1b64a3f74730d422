import type { Circuit } from "../../circuit/index.js";
import { type Corner, netlistDecks, type Testbench } from "../../simulate/index.js";
import type { SizedNetlist } from "../problem/netlist.js";

/** A place in the circuits of a setup that holds a value as it is. */
interface Target {
  readonly deck: number;
  readonly device: number;
  readonly parameter: string;
}

/**
 * A testbench in one corner: makes of values the circuits of its decks. Where every value goes to parameters of devices as it is, which
 * is found out by trying each alone and against the others, circuits share all but these parameters; else the netlist is read anew for
 * each design.
 */
export class Setup {
  readonly testbench: Testbench;
  readonly corner: Corner | undefined;
  readonly #netlist: SizedNetlist;
  readonly #templates: readonly Circuit[];
  readonly #targets: ReadonlyMap<string, readonly Target[]>;
  /** Names whose values do more than stand in a device's parameter, as far as trying shows. */
  readonly #indirect: ReadonlySet<string>;

  /** Throws SIMULATION_TESTBENCH, SIZE_UNKNOWN_NAME. `probes`: a low and a high value of each of the names that vary. */
  constructor(
    netlist: SizedNetlist,
    testbench: Testbench,
    corner: Corner | undefined,
    nominal: Readonly<Record<string, number>>,
    probes: Readonly<Record<string, readonly [low: number, high: number]>>,
  ) {
    this.testbench = testbench;
    this.corner = corner;
    this.#netlist = netlist;
    this.#templates = this.#read(nominal);
    const targets = new Map<string, readonly Target[]>();
    const indirect = new Set<string>();
    for (const [name, values] of Object.entries(probes)) {
      const found = values.map((value) =>
        changes(this.#templates, this.#read({ ...nominal, [name]: value }), value),
      );
      targets.set(name, found[0]?.targets ?? []);
      const same = found.every(
        ({ isDirect, targets: each }) =>
          isDirect && JSON.stringify(each) === JSON.stringify(found[0]!.targets),
      );
      if (!same) indirect.add(name);
    }
    this.#targets = targets;
    const isExact =
      indirect.size > 0 ||
      mixtures(probes).every((some) => {
        const values = { ...nominal, ...some };
        return equal(devicesOf(this.#changed(values)), devicesOf(this.#read(values)));
      });
    this.#indirect = isExact ? indirect : new Set(Object.keys(probes));
  }

  /** The circuits at nominal values, one for each deck. */
  get templates(): readonly Circuit[] {
    return this.#templates;
  }

  /** Names that change nothing in any deck. */
  get idle(): string[] {
    return [...this.#targets.entries()].flatMap(([name, targets]) =>
      targets.length === 0 && !this.#indirect.has(name) ? [name] : [],
    );
  }

  /** The circuits of the decks for values of all names. Throws SIMULATION_TESTBENCH where the netlist has none for these. */
  circuits(values: Readonly<Record<string, number>>): readonly Circuit[] {
    return this.#indirect.size > 0 ? this.#read(values) : this.#changed(values);
  }

  /** The templates with the values where they go to. */
  #changed(values: Readonly<Record<string, number>>): Circuit[] {
    const changed = this.#templates.map((circuit) => ({ ...circuit, devices: [...circuit.devices] }));
    for (const [name, targets] of this.#targets) {
      for (const { deck, device, parameter } of targets) {
        const { devices } = changed[deck]!;
        const old = devices[device]!;
        devices[device] = { ...old, parameters: { ...old.parameters, [parameter]: values[name]! } };
      }
    }
    return changed;
  }

  #read(values: Readonly<Record<string, number>>): Circuit[] {
    const source = { ...this.#netlist.source, text: this.#netlist.withValues(values) };
    const circuits = netlistDecks(this.testbench, source, this.corner);
    // Not there yet while the constructor reads them.
    const templates = this.#templates as readonly Circuit[] | undefined;
    return templates ? circuits.map((circuit, deck) => shared(templates[deck]!, circuit)) : circuits;
  }
}

/** What differs between the templates and the circuits with one name's value changed, and whether each place holds that value. */
function changes(
  templates: readonly Circuit[],
  circuits: readonly Circuit[],
  value: number,
): { targets: Target[]; isDirect: boolean } {
  const targets: Target[] = [];
  let isDirect = true;
  circuits.forEach((circuit, deck) => {
    const template = templates[deck]!;
    if (circuit.nets !== template.nets || circuit.models !== template.models) isDirect = false;
    circuit.devices.forEach((device, i) => {
      const before = template.devices[i];
      if (!before || !equal(before.text, device.text) || before.name !== device.name) {
        isDirect = false;
        return;
      }
      for (const [parameter, now] of Object.entries(device.parameters)) {
        if (now === before.parameters[parameter]) continue;
        targets.push({ deck, device: i, parameter });
        if (now !== value) isDirect = false;
      }
    });
  });
  return { targets, isDirect };
}

/** Each name alone low and the others high, and the other way round: values that act on each other show there. */
function mixtures(probes: Readonly<Record<string, readonly [number, number]>>): Record<string, number>[] {
  const names = Object.keys(probes);
  return names.flatMap((name) =>
    [0, 1].map((end) =>
      Object.fromEntries(names.map((each) => [each, probes[each]![each === name ? end : 1 - end]!])),
    ),
  );
}

const devicesOf = (circuits: readonly Circuit[]) =>
  circuits.map(({ devices }) => devices.map(({ name, parameters }) => [name, parameters]));

const equal = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The circuit with the template's nets, terminals and models where they are equal, so that what is prepared for one serves the other. */
function shared(template: Circuit, circuit: Circuit): Circuit {
  const isSame =
    circuit.devices.length === template.devices.length &&
    equal(circuit.nets, template.nets) &&
    circuit.devices.every((device, i) => device.name === template.devices[i]!.name);
  if (!isSame) return circuit;
  const devices = circuit.devices.map((device, i) =>
    equal(device.terminals, template.devices[i]!.terminals)
      ? { ...device, terminals: template.devices[i]!.terminals }
      : device,
  );
  const models = equal(circuit.models, template.models) ? template.models : circuit.models;
  return { ...circuit, nets: template.nets, devices, models };
}
