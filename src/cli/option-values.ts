import { InvalidArgumentError } from "commander";

/** Parses an option's integer that is at least `minimum`. */
export function integerFrom(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= minimum) return value;
    throw new InvalidArgumentError(`expected an integer from ${minimum} up`);
  };
}

/** Parses an option's words, separated by commas. */
export const listOf = (text: string): string[] => text.split(",").map((word) => word.trim());
