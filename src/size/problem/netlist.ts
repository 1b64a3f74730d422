import type { Circuit } from "../../circuit/index.js";
import { KirchhoffError, nearestWord } from "../../core/index.js";
import {
  type EditScope,
  type FileProvider,
  NetlistEditor,
  parseNetlist,
  readNetlist,
  readSubcircuit,
  type SyntaxTree,
} from "../../netlist/index.js";
import type { NetlistSource } from "../../simulate/index.js";
import { spiceText } from "../spice-text.js";

/** Where a name of a problem stands in the netlist. */
type Place =
  | { readonly kind: "definition"; readonly scope: EditScope }
  | {
      readonly kind: "device";
      readonly device: string;
      readonly parameter: string;
      readonly scope: EditScope;
    };

/** The netlist that is sized: its names that can be set, and its text with values set, otherwise to the byte as it was. */
export class SizedNetlist {
  readonly source: NetlistSource;
  readonly #tree: SyntaxTree;
  readonly #places = new Map<string, Place | undefined>();

  constructor(text: string, file: string, files: FileProvider, subcircuit?: string) {
    this.source = { text, file, files, ...(subcircuit !== undefined && { subcircuit }) };
    this.#tree = parseNetlist(text, { file });
  }

  /** Whether a name is a `.param`, or a parameter of a device, that this text can set. */
  has(name: string): boolean {
    return this.#place(name) !== undefined;
  }

  /** The text with these values. Throws SIZE_UNKNOWN_NAME. */
  withValues(values: Readonly<Record<string, number>>): string {
    const editor = new NetlistEditor(this.#tree);
    for (const [name, value] of Object.entries(values)) {
      const place = this.#place(name);
      if (!place) {
        throw new KirchhoffError("SIZE_UNKNOWN_NAME", `the netlist has nothing of the name ${name}`, {
          hint: "name a .param of the netlist, or device.parameter",
        });
      }
      const text = spiceText(value);
      if (place.kind === "definition") editor.setDefinition(name, text, place.scope);
      else editor.setParameter(place.device, place.parameter, text, place.scope);
    }
    return editor.toString();
  }

  /** Names that could be meant, for messages: definitions, and parameters of devices. */
  knownNames(): string[] {
    const { text, file, files } = this.source;
    const { circuit, parameters } = readNetlist(text, { file, ...(files && { files }) });
    const own = parameters.map(({ name }) => name).filter((name) => this.has(name));
    return [...own, ...namesOf(this.#scoped(circuit)).filter((name) => this.has(name))];
  }

  /** The name that a mistyped one most likely meant. */
  guess(name: string): string | undefined {
    return nearestWord(name, this.knownNames());
  }

  #scoped(circuit: Circuit): Circuit {
    const { text, file, files, subcircuit } = this.source;
    if (subcircuit === undefined) return circuit;
    return readSubcircuit(text, subcircuit, { file, ...(files && { files }) }).circuit;
  }

  #place(name: string): Place | undefined {
    const key = name.toLowerCase();
    if (!this.#places.has(key)) this.#places.set(key, this.#find(key));
    return this.#places.get(key);
  }

  #find(name: string): Place | undefined {
    const { subcircuit } = this.source;
    const scopes: EditScope[] = [...(subcircuit === undefined ? [] : [{ subcircuit }]), {}];
    const dot = name.lastIndexOf(".");
    const [device, parameter] = [name.slice(0, dot), name.slice(dot + 1)];
    for (const scope of scopes) {
      if (this.#accepts((editor) => editor.setDefinition(name, "0", scope))) {
        return { kind: "definition", scope };
      }
      if (dot > 0 && this.#accepts((editor) => editor.setParameter(device, parameter, "0", scope))) {
        return { kind: "device", device, parameter, scope };
      }
    }
    return undefined;
  }

  #accepts(edit: (editor: NetlistEditor) => void): boolean {
    try {
      edit(new NetlistEditor(this.#tree));
      return true;
    } catch (error) {
      if (error instanceof KirchhoffError && error.code === "NETLIST_EDIT_TARGET") return false;
      throw error;
    }
  }
}

function namesOf({ devices }: Circuit): string[] {
  return devices.flatMap(({ name, parameters }) => Object.keys(parameters).map((key) => `${name}.${key}`));
}
