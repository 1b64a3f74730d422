/** Hands out names, each once. Constant time a name, however often one is wanted. */
export class UniqueNames {
  readonly #separator: string;
  readonly #used = new Set<string>();
  readonly #next = new Map<string, number>();

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** Takes a name that must not be handed out. */
  reserve(name: string): void {
    this.#used.add(name);
  }

  /** The wanted name, or where it is taken the name with a number after it. */
  claim(wanted: string): string {
    let name = wanted;
    for (let n = this.#next.get(wanted) ?? 2; this.#used.has(name); n++) {
      name = `${wanted}${this.#separator}${n}`;
      this.#next.set(wanted, n + 1);
    }
    this.#used.add(name);
    return name;
  }
}
