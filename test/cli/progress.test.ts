import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProgress, formatDuration, type ProgressOptions } from "../../src/cli/index.js";
import { captureContext } from "./helpers.js";

/** A clock that a test moves by hand, in milliseconds. */
function clock() {
  let time = 0;
  return { now: () => time, advance: (milliseconds: number) => (time += milliseconds) };
}

function drive(options: Partial<ProgressOptions>, secondsPerStep: number, steps: number): string {
  const { now, advance } = clock();
  const { context, stderr } = captureContext();
  const progress = createProgress(context, {
    label: "simulating",
    total: steps,
    unit: "circuits",
    now,
    ...options,
  });
  for (let done = 1; done <= steps; done++) {
    advance(secondsPerStep * 1000);
    progress.update(done, "2 failed");
  }
  progress.stop();
  return stderr();
}

test("a log gets a line every few seconds with the time left", () => {
  const lines = drive({}, 1, 20).trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe("simulating 25% (5/20 circuits, 15 s left, 2 failed)");
});

test("work of less than two seconds and silent work say nothing", () => {
  expect(drive({}, 0.1, 15)).toBe("");
  expect(drive({ silent: true }, 1, 20)).toBe("");
});

test("a terminal gets a bar that is cleared at the end", () => {
  const { now, advance } = clock();
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  const { context } = captureContext({ stderr: stream });
  const progress = createProgress(context, { label: "training", total: 10, unit: "steps", now });
  progress.update(0);
  expect(stream.read()).toBeNull();
  advance(3000);
  progress.update(3, "loss 0.1");
  progress.stop();
  const drawn = String(stream.read());
  expect(drawn).toContain("training");
  expect(drawn).toContain("3/10 steps | 7 s left | loss 0.1");
  const afterLastBar = drawn.slice(drawn.lastIndexOf("loss 0.1"));
  expect(afterLastBar).toContain("\u001b[2K");
});

test("what was done before the first report does not flatter the rate", () => {
  const { now, advance } = clock();
  const { context, stderr } = captureContext();
  const progress = createProgress(context, { label: "simulating", total: 1000, unit: "circuits", now });
  advance(1000);
  progress.update(900);
  advance(10_000);
  progress.update(910);
  expect(stderr()).toBe("simulating 91% (910/1000 circuits, 1 min 30 s left)\n");
});

test("durations are told in the two units that matter", () => {
  expect([0, 45, 60, 200, 3600, 7500].map(formatDuration)).toEqual([
    "0 s",
    "45 s",
    "1 min",
    "3 min 20 s",
    "1 h",
    "2 h 5 min",
  ]);
});
