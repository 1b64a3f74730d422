/**
 * Counter-based random numbers: every draw is a pure function of (seed, purpose, index, position), so results do not
 * depend on how many workers draw or in which order they finish.
 *
 * Two 32-bit hashes of the key text choose one of 2^63 streams: a Weyl sequence through splitmix32 finalisers.
 */
export class RandomStream {
  #state: number;
  #weyl: number;
  #spare: number | undefined;

  constructor(seed: number, purpose: string, index = 0) {
    const key = `${seed}/${purpose}/${index}`;
    this.#state = mix(hash(key, 0x811c9dc5));
    this.#weyl = mix(hash(key, 0x9e3779b9)) | 1;
  }

  /** The next 32 random bits, as an unsigned integer. */
  nextUint32(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return (mix(this.#state) ^ mix(Math.imul(this.#state, this.#weyl))) >>> 0;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  uniform(low = 0, high = 1): number {
    const unit = (this.nextUint32() * 0x200000 + (this.nextUint32() >>> 11)) / 0x20000000000000;
    return low + (high - low) * unit;
  }

  /** Uniform integer in [low, high], both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** Standard normal (Box–Muller; draws come in pairs). */
  normal(): number {
    if (this.#spare !== undefined) {
      const value = this.#spare;
      this.#spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** A random permutation of 0..n-1 (Fisher–Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(0, i);
      const t = order[i]!;
      order[i] = order[j]!;
      order[j] = t;
    }
    return order;
  }
}

/** FNV-1a of a text from a starting value, its bits mixed before each step so that two starts give independent hashes. */
function hash(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i++) h = Math.imul(mix(h) ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** Bijective 32-bit finaliser ("lowbias32"). */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
