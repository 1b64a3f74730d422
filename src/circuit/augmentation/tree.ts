import { RandomStream } from "../../core/index.js";
import type { Circuit, Device, DeviceKind } from "../circuit.js";
import { currentTerminals } from "./current-terminals.js";
import type { Edit, EditOperation } from "./edit.js";
import type { AugmentationRules } from "./rules.js";

export interface AugmentationOptions {
  readonly rules: AugmentationRules;
  readonly seed: number;
  /** Circuits with one seed and different purposes draw independently. */
  readonly purpose?: string;
}

/**
 * The augmentations of a circuit as DICE draws them: a random recursive tree. Positive 0 is the circuit itself; positive k is one of
 * positives 0 to k - 1 with one device more. Negative k is a negative of the same parent; negatives have no children.
 *
 * Nothing is stored: each member is drawn again from its number, in time proportional to its depth, about ln k. Depths average
 * H_n - 1 over the first n members.
 */
export class AugmentationTree {
  readonly #kinds: readonly DeviceKind[];
  /** Devices that may be edited. */
  readonly #editable: readonly number[];
  readonly #options: Required<AugmentationOptions>;

  constructor(circuit: Circuit, { rules, seed, purpose = "augmentation" }: AugmentationOptions) {
    this.#options = { rules, seed, purpose };
    this.#kinds = circuit.devices.map(({ kind }) => kind);
    this.#editable = editableDevices(circuit, rules);
  }

  /** Whether there is anything to edit; a tree without is its root alone. */
  get isEmpty(): boolean {
    return this.#editable.length === 0;
  }

  /** The edits that lead from the circuit to positive `k`, in order. */
  positive(k: number): Edit[] {
    return this.#path(k).edits;
  }

  /** The edits that lead from the circuit to negative `k`, in order. */
  negative(k: number): Edit[] {
    if (this.isEmpty) return [];
    const draws = this.#draw(k);
    const { edits, kinds } = this.#path(draws.parent);
    const device = this.#pick(draws.negativeDevice, edits.length);
    const steps = this.#options.rules.negative[kinds[device]!] ?? [];
    steps.forEach(([operation, kind], step) => {
      edits.push(editOf(operation, device, kind, draws.negativeEnds[step]!));
    });
    return edits;
  }

  /** The edits from the root to positive `k`, and the kinds of its devices. */
  #path(k: number): { edits: Edit[]; kinds: DeviceKind[] } {
    const edits: Edit[] = [];
    const kinds = this.#kinds.slice();
    if (this.isEmpty) return { edits, kinds };
    const path: Draws[] = [];
    for (let member = k; member > 0; ) {
      const draws = this.#draw(member);
      path.push(draws);
      member = draws.parent;
    }
    for (const draws of path.reverse()) {
      const device = this.#pick(draws.device, edits.length);
      const kind = kinds[device]!;
      const ways = this.#options.rules.positive[kind]!;
      const operation = ways[Math.floor(draws.operation * ways.length)]!;
      edits.push(editOf(operation, device, kind, draws.end));
      kinds.push(kind);
    }
    return { edits, kinds };
  }

  /** Of the devices that may be edited after so many have been added, the one at `share` of the list. */
  #pick(share: number, added: number): number {
    const index = Math.floor(share * (this.#editable.length + added));
    return this.#editable[index] ?? this.#kinds.length + index - this.#editable.length;
  }

  #draw(member: number): Draws {
    const { seed, purpose } = this.#options;
    const random = new RandomStream(seed, purpose, member);
    return {
      parent: random.integer(0, Math.max(0, member - 1)),
      device: random.uniform(),
      operation: random.uniform(),
      end: random.uniform(),
      negativeDevice: random.uniform(),
      negativeEnds: [random.uniform(), random.uniform(), random.uniform()],
    };
  }
}

/** An edit; one in series is at the end that a share in [0, 1) chooses. */
function editOf(operation: EditOperation, device: number, kind: DeviceKind, share: number): Edit {
  if (operation !== "series") return { operation, device, kind };
  return { operation, device, kind, end: share < 0.5 ? 0 : 1 };
}

/** What is drawn for one member: its parent, and shares in [0, 1) that choose. */
interface Draws {
  readonly parent: number;
  readonly device: number;
  readonly operation: number;
  readonly end: number;
  readonly negativeDevice: number;
  readonly negativeEnds: readonly number[];
}

/**
 * The devices that rules may edit, by number: of a kind that they name, with two current terminals (on different nets, unless the rules
 * edit loops), and not named by another device, as by a mutual inductance or a controlled source.
 */
export function editableDevices({ devices }: Circuit, rules: AugmentationRules): number[] {
  const named = new Set<string>();
  for (const { text } of devices) {
    for (const words of Object.values(text ?? {}))
      for (const word of words.split(/[^\w.:<>#!$]+/)) named.add(word);
  }
  return [...devices.keys()].filter((index) => {
    const device = devices[index]!;
    return rules.positive[device.kind] !== undefined && !named.has(device.name) && hasTwoEnds(device, rules);
  });
}

function hasTwoEnds(device: Device, { editsLoops }: AugmentationRules): boolean {
  const ends = currentTerminals(device);
  if (!ends) return false;
  return editsLoops || device.terminals[ends[0]]!.net !== device.terminals[ends[1]]!.net;
}
