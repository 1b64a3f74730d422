import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { compiledModule } from "../core/node/index.js";
import type { EmbeddedWorkerData } from "./embedded-worker.js";
import type { WorkerReply } from "./protocol.js";
import type { SpawnWorker } from "./worker-handle.js";

/** Starts the WASM simulator in a thread of its own. */
export const spawnEmbedded: SpawnWorker = (events) => {
  const { port1, port2 } = new MessageChannel();
  const wake = new Int32Array(new SharedArrayBuffer(4));
  const workerData: EmbeddedWorkerData = { port: port2, wake };
  const worker = new Worker(compiledModule("embedded-worker", import.meta.url), {
    workerData,
    transferList: [port2],
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  let lastWords = "";
  let failure = "";
  const receive = (reply: WorkerReply) => {
    if (reply.type === "dying") lastWords = reply.log;
    else events.reply(reply);
  };
  port1.on("message", receive);
  worker.on("error", (error: Error) => {
    failure = `: ${error.message}`;
  });
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      for (let left = receiveMessageOnPort(port1); left; left = receiveMessageOnPort(port1)) {
        receive(left.message as WorkerReply);
      }
      port1.close();
      events.exit(`the embedded simulator's thread ended${failure}`, lastWords);
      resolve();
    });
  });
  return {
    post(request) {
      port1.postMessage(request);
      Atomics.add(wake, 0, 1);
      Atomics.notify(wake, 0);
    },
    hold(busy) {
      if (busy) {
        worker.ref();
        port1.ref();
      } else {
        worker.unref();
        port1.unref();
      }
    },
    async kill() {
      worker.ref();
      port1.ref();
      await worker.terminate();
      await ended;
    },
  };
};
