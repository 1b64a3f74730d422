import { KirchhoffError, type Locate, type SourceLocation } from "../../core/index.js";

/** The places in one part of a testbench's file; undefined where a program made the testbench. */
export function below(locate: Locate | undefined, ...path: readonly (string | number)[]): Locate | undefined {
  return locate && ((rest, inside) => locate([...path, ...rest], inside));
}

/** Does work on a part of a testbench: an error of it that has no place gets this one. */
export function placedAt<T>(location: SourceLocation | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof KirchhoffError ? error.at(location) : error;
  }
}
