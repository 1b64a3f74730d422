export type { Circuit, Device, DeviceKind, DeviceModel, Net, NetId, Terminal } from "./circuit.js";
