import type { Design, DesignSpace } from "../../space.js";

/** So many designs, the first of the list and then always the one that is farthest from those taken. */
export function farApart(space: DesignSpace, designs: readonly Design[], count: number): Design[] {
  const units = designs.map((design) => space.toUnit(design));
  const distance = (a: number, b: number) =>
    units[a]!.reduce((sum, x, i) => sum + (x - units[b]![i]!) ** 2, 0);
  const taken = designs.length > 0 ? [0] : [];
  const nearest = designs.map((_, i) => distance(i, 0));
  while (taken.length < Math.min(count, designs.length)) {
    const next = nearest.indexOf(Math.max(...nearest));
    taken.push(next);
    nearest.forEach((near, i) => {
      nearest[i] = Math.min(near, distance(i, next));
    });
  }
  return taken.map((i) => designs[i]!);
}
