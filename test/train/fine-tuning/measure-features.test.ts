import { expect, it } from "vitest";
import { terminalGraph } from "../../../src/graph/index.js";
import { readNetlist } from "../../../src/netlist/index.js";
import { unreadBy } from "../../../src/train/fine-tuning/measure-features.js";
import { pretrainedState } from "../../../src/train/fine-tuning/start.js";
import { withMeasureFeatures } from "../../../src/train/index.js";

const filter = (picofarads: number) =>
  terminalGraph(readNetlist(`a filter\nvin in 0 1\nr1 in out 1k\nc1 out 0 ${picofarads}p\n.end`).circuit);
const scheme = { name: "kirchhoff@1", features: ["log-resistance"], statistics: {} };

it("reads capacitances that vary, behind what a network has learned to read", () => {
  const widened = withMeasureFeatures(scheme, [filter(1), filter(100)]);
  expect(widened.features).toEqual(["log-resistance", "log-capacitance"]);
  expect(widened.statistics?.["log-capacitance"]).toMatchObject({ mean: -11 });
  expect(withMeasureFeatures(widened, [filter(1), filter(9)])).toBe(widened);
});

it("reads the unit of resistance where a network knows ratios alone", () => {
  const divider = (ohms: number) =>
    terminalGraph(readNetlist(`a divider\nvin in 0 1\nr1 in out ${ohms}\nr2 out 0 ${ohms}\n.end`).circuit);
  const blind = { name: "kirchhoff@1", features: ["log-relative-resistance"], statistics: {} };
  const { features } = withMeasureFeatures(blind, [divider(1), divider(1000)]);
  expect(features).toEqual(["log-relative-resistance", "log-resistance"]);
});

it("says what a frozen network does not read", () => {
  expect(unreadBy(scheme, [filter(1), filter(100)])).toEqual(["capacitances"]);
  expect(unreadBy(scheme, [filter(1), filter(1)])).toEqual([]);
});

it("leaves a scheme as it is where no capacitance varies", () => {
  expect(withMeasureFeatures(scheme, [filter(1), filter(1)])).toBe(scheme);
  expect(withMeasureFeatures({ name: "paper-mos@1" }, [filter(1), filter(9)])).toEqual({
    name: "paper-mos@1",
  });
});

it("begins with fresh weights for features that the pretrained network has not, in whichever axis they are", () => {
  const layout = (shape: readonly number[]) => {
    const size = shape.reduce((product, each) => product * each, 1);
    return { size, entries: [{ name: "device.weight", shape, offset: 0, size }] };
  };
  const start = (from: readonly number[], to: readonly number[], newFeatures: number) => {
    const data = Float32Array.from({ length: layout(from).size }, (_, i) => i + 1);
    const tensors = new Map([["device.weight", { shape: [...from], data }]]);
    const parameters = new Float32Array(layout(to).size).fill(9);
    const fresh = { parameters, buffers: new Float32Array() } as never;
    const layouts = { parameters: layout(to), buffers: { size: 0, entries: [] } } as never;
    const state = pretrainedState(fresh, layouts, { tensors } as never, {
      isFresh: () => false,
      newFeatures,
    });
    return Array.from(state.parameters);
  };
  expect(start([2, 2], [3, 2], 1)).toEqual([1, 2, 3, 4, 9, 9]);
  expect(start([2, 2], [2, 3], 1)).toEqual([1, 2, 9, 3, 4, 9]);
  expect(() => start([2, 2], [2, 3], 0)).toThrow(expect.objectContaining({ code: "CHECKPOINT_MISMATCH" }));
  expect(() => start([2, 2], [3, 3], 1)).toThrow(expect.objectContaining({ code: "CHECKPOINT_MISMATCH" }));
});
