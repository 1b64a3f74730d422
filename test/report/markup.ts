import { expect } from "vitest";

/** Fails unless every element of the markup is closed in order and every attribute is quoted. */
export function expectWellFormed(markup: string): void {
  const open: string[] = [];
  const rest = markup.replace(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, closing, name, _a, empty) => {
      if (closing) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
      return "";
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
}

/** The values of a numeric attribute, in the order of the markup. */
export function numbersOf(markup: string, attribute: string): number[] {
  return [...markup.matchAll(new RegExp(` ${attribute}="([-\\d.]+)"`, "g"))].map(([, value]) =>
    Number(value),
  );
}
