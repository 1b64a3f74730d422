import { expect, test } from "vitest";
import { WorkerPool } from "../../src/simulate/pool.js";
import type { BatchRequest } from "../../src/simulate/protocol.js";
import type { SpawnWorker } from "../../src/simulate/worker-handle.js";
import { divider } from "./circuits.js";

/** Workers of which the first `late` never answer, and a count of those started. */
function workers(late: number) {
  const started = { count: 0 };
  const spawn: SpawnWorker = (events) => {
    const isLate = started.count++ < late;
    queueMicrotask(() => events.reply({ type: "ready", version: "1" }));
    return {
      post(request) {
        if (isLate) return;
        const { id } = request as BatchRequest;
        const numbers = { seconds: Float64Array.of(0.1), vectors: Float64Array.of(1, 1, 0.5), failures: [] };
        queueMicrotask(() => {
          events.reply({ type: "batch", id, first: 0, ...numbers });
          events.reply({ type: "done", id, reusable: true, residentBytes: 0 });
        });
      },
      hold() {},
      async kill() {
        events.exit("killed", "");
      },
    };
  };
  return { spawn, started };
}

test.each([
  { late: 1, status: "ok" },
  { late: 2, status: "failed" },
])("a run that is late $late times in a fresh worker is $status", async ({ late, status }) => {
  const { spawn, started } = workers(late);
  const pool = await new WorkerPool("native", spawn, { workers: 1, timeoutSeconds: 0.02 }).open();
  const result = await pool.operatingPoint(divider());
  expect(result.status).toBe(status);
  expect(started.count).toBeGreaterThanOrEqual(2);
  if (result.status === "ok") expect(result.value.voltages).toEqual(Float64Array.of(0, 1, 0.5));
  else expect(result.reason).toBe("SIMULATION_TIMEOUT");
  await pool.close();
});
