import type { DeviceKind } from "../circuit.js";

/**
 * One edit of a circuit around one device. A device that an edit adds comes last, so devices keep their numbers.
 *
 * - `parallel` adds a device of `kind` across the device's two current terminals;
 * - `series` cuts current terminal `end` off its net, and adds a net and a device of `kind` between the two;
 * - `change` makes the device one of `kind`.
 *
 * A transistor that is added shares gate and bulk. Where `kind` is the device's own, the two devices share its value so that together
 * they do what it did.
 */
export type Edit =
  | { readonly operation: "parallel" | "change"; readonly device: number; readonly kind: DeviceKind }
  | {
      readonly operation: "series";
      readonly device: number;
      readonly kind: DeviceKind;
      /** 0: plus or drain; 1: minus or source. */
      readonly end: 0 | 1;
    };

export type EditOperation = Edit["operation"];
