import type { DeviceReader } from "../device-reader.js";
import type { DeviceTemplate } from "../template.js";
import { readCccs, readCcvs, readVccs, readVcvs } from "./controlled.js";
import {
  readCodeModel,
  readCurrentSwitch,
  readManyPorts,
  readModelled,
  readTransmissionLine,
} from "./modelled.js";
import { readCapacitor, readInductor, readMutualInductor, readResistor } from "./passive.js";
import { readBehaviouralSource, readCurrentSource, readVoltageSource } from "./source.js";

/** Reads a card into a template; undefined, after a diagnostic, where the card is not what its letter says. */
export type DeviceRule = (reader: DeviceReader) => DeviceTemplate | undefined;

/** The rule of each device letter of ngspice but `X`. */
export const deviceRules: ReadonlyMap<string, DeviceRule> = new Map([
  ["a", readCodeModel],
  ["b", readBehaviouralSource],
  ["c", readCapacitor],
  ["d", readModelled],
  ["e", readVcvs],
  ["f", readCccs],
  ["g", readVccs],
  ["h", readCcvs],
  ["i", readCurrentSource],
  ["j", readModelled],
  ["k", readMutualInductor],
  ["l", readInductor],
  ["m", readModelled],
  ["n", readManyPorts],
  ["o", readModelled],
  ["p", readManyPorts],
  ["q", readModelled],
  ["r", readResistor],
  ["s", readModelled],
  ["t", readTransmissionLine],
  ["u", readModelled],
  ["v", readVoltageSource],
  ["w", readCurrentSwitch],
  ["y", readModelled],
  ["z", readModelled],
]);
