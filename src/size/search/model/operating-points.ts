import type { Design, DesignSpace } from "../../space.js";
import type { SearchContext } from "../search.js";
import { decodeFloats, encodeFloats } from "./floats.js";
import { ColumnScaling, operatingFeatures, saturatedTransistors } from "./operating-features.js";

/** What a model sees of a design's operating point; undefined where it has none. */
export type PointRow = Float32Array | undefined;

/** Operating points as plain JSON. */
export interface StoredPoints {
  readonly scaling?: Pick<ColumnScaling, "means" | "deviations"> | undefined;
  /** By design; null where it has no operating point. */
  readonly rows: readonly (readonly [key: string, row: string | null])[];
}

/**
 * Operating points of designs, scaled for a model; a design that is kept is screened once. Where the circuit of one has other devices or nets
 * than that of the first (`.if`), its numbers tell nothing, and zeros stand for them.
 */
export class OperatingPoints {
  readonly #space: DesignSpace;
  readonly #screen: NonNullable<SearchContext["screen"]>;
  readonly #rows: Map<string, PointRow>;
  #scaling: ColumnScaling | undefined;

  constructor({ space, screen }: Pick<SearchContext, "space" | "screen">, stored?: StoredPoints) {
    this.#space = space;
    this.#screen = screen ?? (async () => []);
    this.#scaling = stored?.scaling && new ColumnScaling(stored.scaling.means, stored.scaling.deviations);
    this.#rows = new Map(
      stored?.rows.map(([key, row]) => [key, row === null ? undefined : decodeFloats(row)]),
    );
  }

  /** Numbers of a row; none where no operating point was found at first. */
  get width(): number {
    return this.#scaling?.means.length ?? 0;
  }

  /** Screens the designs that set the scale; gives how many transistors of each are saturated. */
  async first(designs: readonly Design[]): Promise<number[]> {
    const outputs = await this.#screen(designs);
    const features = designs.map((_, i) => outputs[i] && operatingFeatures(outputs[i]));
    const usable = features.filter((row) => row !== undefined);
    const alike = usable.filter((row) => row.length === usable[0]!.length);
    if (alike.length > 0) this.#scaling = ColumnScaling.fit(alike);
    designs.forEach((design, i) => {
      this.#set(design, features[i]);
    });
    return designs.map((_, i) => (outputs[i] ? saturatedTransistors(outputs[i]) : 0));
  }

  /** The row of each design, in their order; what is not known is screened. */
  async of(designs: readonly Design[]): Promise<PointRow[]> {
    const missing = designs.filter((design) => !this.#rows.has(this.#space.key(design)));
    const outputs = await this.#screen(missing);
    missing.forEach((design, i) => {
      this.#set(design, outputs[i] && operatingFeatures(outputs[i]));
    });
    return designs.map((design) => this.#rows.get(this.#space.key(design)));
  }

  /** Forgets all but the designs of these keys. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#rows.keys()) if (!keys.has(key)) this.#rows.delete(key);
  }

  store(): StoredPoints {
    const scaling = this.#scaling && { means: this.#scaling.means, deviations: this.#scaling.deviations };
    return { scaling, rows: [...this.#rows].map(([key, row]) => [key, row ? encodeFloats(row) : null]) };
  }

  #set(design: Design, features: Float64Array | undefined): void {
    const isAlike = features?.length === this.width;
    const scaled = isAlike ? (this.#scaling?.apply(features) ?? []) : new Float32Array(this.width);
    this.#rows.set(this.#space.key(design), features && Float32Array.from(scaled));
  }
}

/** Rows of designs, each beside its operating point, zeros where it has none: `[designs, own + width]` from `[designs, own]`. */
export function beside(own: Float32Array, points: readonly PointRow[], width: number): Float32Array {
  const ownWidth = own.length / Math.max(points.length, 1);
  const rows = new Float32Array(own.length + points.length * width);
  points.forEach((point, row) => {
    const at = row * (ownWidth + width);
    rows.set(own.subarray(row * ownWidth, (row + 1) * ownWidth), at);
    if (point) rows.set(point, at + ownWidth);
  });
  return rows;
}
