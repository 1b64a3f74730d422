import type { Device, Net, NetId } from "../../circuit/index.js";
import { isGroundName } from "../dialect.js";
import { UniqueNames } from "../unique-names.js";
import type { Frame } from "./frame.js";

/** Collects the nets and devices of a flat circuit, each under a name of its own. */
export class CircuitBuilder {
  readonly nets: Net[] = [];
  readonly devices: Device[] = [];
  readonly #globals: ReadonlySet<string>;
  readonly #netIds = new Map<string, NetId>();
  readonly #deviceNames = new UniqueNames("#");

  constructor(globals: ReadonlySet<string>) {
    this.#globals = globals;
  }

  get hasGround(): boolean {
    return this.#netIds.has("0");
  }

  /** The net that a frame's body knows by an index. */
  netOf(frame: Frame, index: number): NetId {
    const known = frame.netIds[index];
    if (known !== undefined && known >= 0) return known;
    const id = this.netNamed(frame, frame.body.netNames[index]!);
    frame.netIds[index] = id;
    return id;
  }

  /** The net of a name that is no port of the frame: ground and globals are the same everywhere, others are the frame's own. */
  netNamed(frame: Frame, name: string): NetId {
    if (isGroundName(name, frame.dialect)) return this.#net("0", true);
    return this.#net(this.#globals.has(name) ? name : frame.prefix + name, false);
  }

  #net(name: string, isGround: boolean): NetId {
    let id = this.#netIds.get(name);
    if (id === undefined) {
      id = this.nets.length;
      this.nets.push({ name, isGround });
      this.#netIds.set(name, id);
    }
    return id;
  }

  /** The net of a flat name, if the circuit has it. */
  findNet(name: string): NetId | undefined {
    return this.#netIds.get(name);
  }

  /** Takes a name; where it is taken already, one with `#2` and so on. */
  claimName(wanted: string): string {
    return this.#deviceNames.claim(wanted);
  }
}
