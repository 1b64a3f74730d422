import { Option } from "commander";

/** The option `--include-root`, the same for every command that reads netlists; `includeRoots` makes folders of it. */
export function includeRootOption(): Option {
  return new Option("--include-root <folder>", "folder that .include and .lib may read from; repeatable")
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], "the netlist's folder, and PDK_ROOT");
}
