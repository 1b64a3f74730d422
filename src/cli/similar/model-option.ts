import { Option } from "commander";

/** The option `--model` of the commands that use an encoder. */
export const modelOption = (): Option =>
  new Option(
    "-m, --model <model>",
    "encoder: checkpoint (.safetensors) or run of pretrain dice (default: the one that comes with Kirchhoff)",
  );
