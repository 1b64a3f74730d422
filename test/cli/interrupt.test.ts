import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { onInterrupt } from "../../src/cli/index.js";
import { captureContext } from "./helpers.js";

function setUp() {
  const exits: number[] = [];
  const source = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) });
  const { context, stderr } = captureContext();
  const interrupt = onInterrupt(context, { resume: "kirchhoff pretrain --resume runs/a", source });
  return { source, exits, stderr, interrupt };
}

const how = "Continue later with: kirchhoff pretrain --resume runs/a";

test("the first Ctrl-C asks to stop, the second leaves with 130, and each way ends with how to continue", () => {
  const { source, exits, stderr, interrupt } = setUp();
  interrupt.throwIfRequested();
  source.emit("SIGINT");
  expect(interrupt.signal.aborted).toBe(true);
  expect(stderr()).not.toContain(how);
  expect(() => interrupt.throwIfRequested()).toThrow(
    expect.objectContaining({ code: "CLI_INTERRUPTED", message: expect.stringContaining(how) }),
  );
  expect(exits).toEqual([]);
  source.emit("SIGINT");
  expect(exits).toEqual([130]);
  expect(stderr().trimEnd().endsWith(how)).toBe(true);
});

test("a disposed interrupt listens no more", () => {
  const { source, interrupt } = setUp();
  interrupt.dispose();
  source.emit("SIGINT");
  expect(interrupt.signal.aborted).toBe(false);
  expect(source.listenerCount("SIGTERM")).toBe(0);
});
