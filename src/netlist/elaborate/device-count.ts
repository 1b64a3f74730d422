import { readFields } from "../syntax/fields.js";
import type { Collector } from "./collect.js";
import type { Card, Content, SubcircuitDefinition } from "./content.js";

/** Subcircuits nest to this depth. */
export const MAXIMUM_HIERARCHY = 100;

/** Where the names of subcircuits are looked up, inner first. */
interface Place {
  readonly content: Content;
  readonly outer?: Place;
}

/**
 * The fewest devices that a content can expand to, found without expanding it: each subcircuit is counted once. What stands in
 * conditional branches is left out.
 */
export class DeviceCounter {
  readonly #collector: Collector;
  /** By definition; 1 while it is being counted, since a subcircuit that holds itself stays one black box. */
  readonly #counts = new Map<SubcircuitDefinition, number>();

  constructor(collector: Collector) {
    this.#collector = collector;
  }

  /** The card at which a content holds more devices than `maximum`, and how many it holds in all; undefined where it does not. */
  excess(content: Content, maximum: number): { card: Card; devices: number } | undefined {
    let devices = 0;
    let at: Card | undefined;
    for (const card of content.devices) {
      devices += this.#card(card, { content }, 0);
      if (devices > maximum) at ??= card;
    }
    return at && { card: at, devices };
  }

  #card(card: Card, place: Place, depth: number): number {
    if (card.keyword[0] !== "x" || depth >= MAXIMUM_HIERARCHY) return 1;
    const words = readFields(card.tokens(), 1).positional.filter(({ text }) => text !== "params:");
    const name = words.pop()?.text;
    for (let at: Place | undefined = place; at && name !== undefined; at = at.outer) {
      const definition = at.content.subcircuits.get(name);
      if (definition)
        return definition.ports.length === words.length ? this.#count(definition, at, depth) : 1;
    }
    return 1;
  }

  #count(definition: SubcircuitDefinition, outer: Place, depth: number): number {
    const known = this.#counts.get(definition);
    if (known !== undefined) return known;
    this.#counts.set(definition, 1);
    const { content } = this.#collector.bodyOf(definition);
    let devices = 0;
    for (const card of content.devices) devices += this.#card(card, { content, outer }, depth + 1);
    this.#counts.set(definition, devices);
    return devices;
  }
}
