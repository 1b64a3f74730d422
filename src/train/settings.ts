import { parse } from "yaml";
import { KirchhoffError } from "../core/index.js";

/**
 * A configuration with settings of the form `learningRate.peak=3e-4` applied: a path of keys and a value in YAML.
 *
 * Throws TRAIN_SETTING where a setting has no such form.
 */
export function withSettings(config: object, settings: readonly string[]): object {
  const result = structuredClone(config) as Record<string, unknown>;
  for (const setting of settings) {
    const [, path, text] = /^([^=]+)=([\s\S]*)$/.exec(setting) ?? [];
    if (path === undefined || text === undefined) throw malformed(setting);
    const keys = path.trim().split(".");
    const last = keys.pop()!;
    let at = result;
    for (const key of keys) {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined;
      if (typeof inner !== "object" || inner === null) at[key] = {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = yamlValue(text, setting);
  }
  return result;
}

function yamlValue(text: string, setting: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw malformed(setting, cause);
  }
}

function malformed(setting: string, cause?: unknown): KirchhoffError {
  return new KirchhoffError("TRAIN_SETTING", "this setting cannot be read", {
    found: setting,
    expected: "key=value, such as learningRate.peak=3e-4 or network.layers=5",
    ...(cause !== undefined && { cause }),
  });
}
