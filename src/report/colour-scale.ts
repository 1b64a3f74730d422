/** Stops of a scale that is readable on white and on near black: indigo, magenta, orange, amber. */
const stops: readonly (readonly [number, number, number])[] = [
  [84, 96, 230],
  [150, 66, 196],
  [205, 62, 134],
  [231, 98, 70],
  [236, 160, 40],
];

/** The CSS colour at `position` of the voltage scale, 0 (low) to 1 (high); clamped. */
export function colourAt(position: number): string {
  const at = Math.min(Math.max(position, 0), 1) * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  const [from, to] = [stops[below]!, stops[below + 1]!];
  const channels = from.map((value, i) => Math.round(value + (to[i]! - value) * (at - below)));
  return `rgb(${channels.join(",")})`;
}
