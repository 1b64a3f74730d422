/** One axis: what it shows and how. */
export interface Axis {
  readonly label: string;
  /** SI unit of the values: ticks are then written with its prefixes, `10 kHz`. */
  readonly unit?: string;
  readonly scale?: "linear" | "log";
  /** Ends of the axis; from the data where absent. */
  readonly domain?: readonly [low: number, high: number];
}

/** Maps data values to pixels, and knows where the ticks are. */
export interface Scale {
  readonly domain: readonly [number, number];
  /** Ticks that carry a label. */
  readonly ticks: readonly number[];
  /** Pixel of a value; values that a log axis cannot show give NaN. */
  at(value: number): number;
}

/**
 * The scale of an axis over the data's extent, with a little room at the ends, onto pixels `from` to `to`.
 * A log axis ignores values that are not positive.
 */
export function createScale(axis: Axis, values: Iterable<number>, from: number, to: number): Scale {
  const log = axis.scale === "log";
  const forward = log ? Math.log10 : (value: number) => value;
  const domain = axis.domain ?? (log ? padLog(extent(values, true)) : padLinear(extent(values, false)));
  const [first, last] = [forward(domain[0]), forward(domain[1])];
  const slack = (last - first) * 1e-9;
  return {
    domain,
    ticks: (log ? logTicks : linearTicks)(domain[0], domain[1]).filter(
      (tick) => forward(tick) >= first - slack && forward(tick) <= last + slack,
    ),
    at: (value) => from + ((forward(value) - first) / (last - first)) * (to - from),
  };
}

/** Below this a number has no full precision any more, and no axis can be divided. */
const smallest = 1e-290;

/** Lowest and highest finite value; a single value gets room about it. */
function extent(values: Iterable<number>, positive: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || (positive && value < smallest)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return positive ? [0.1, 1] : [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-9, smallest)) return [low, high];
  if (positive) return [low / 2, high * 2];
  return size > smallest ? [low - size / 2, high + size / 2] : [-0.5, 0.5];
}

/** Round values (1, 2 or 5 times a power of ten) about `low` to `high`, four to eight of them, ends enclosed. */
function linearTicks(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten; where these are fewer than three, 1, 2 and 5 times them. */
function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / 8));
  const factors = last - first < 3 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent += every) {
    for (const factor of factors) ticks.push(Number(`${factor}e${exponent}`));
  }
  return ticks.filter((tick) => tick <= 10 ** last);
}

/** A little room at both ends; an axis that begins near zero begins at zero. */
function padLinear([low, high]: [number, number]): [number, number] {
  const room = (high - low) * 0.04;
  const nearZero = (high - low) * 0.25;
  const start = low >= 0 && low <= nearZero ? 0 : low - room;
  return [start, high <= 0 && -high <= nearZero ? 0 : high + room];
}

function padLog([low, high]: [number, number]): [number, number] {
  const room = (high / low) ** 0.04;
  return [low / room, high * room];
}
