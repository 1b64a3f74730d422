import type { WorkerReply, WorkerRequest } from "./protocol.js";

/** What a worker tells the pool. */
export interface WorkerEvents {
  reply(reply: WorkerReply): void;
  /** The worker has ended, by itself or killed; nothing follows. `log` is what it said last. */
  exit(message: string, log: string): void;
}

/** A simulator in a thread or process of its own. */
export interface WorkerHandle {
  post(request: WorkerRequest): void;
  /** Whether the worker keeps this process alive: while it has work. */
  hold(busy: boolean): void;
  /** Ends it whatever it is doing; resolves when it has ended. */
  kill(): Promise<void>;
}

/** Starts a worker; its first reply is `ready` or `broken`. */
export type SpawnWorker = (events: WorkerEvents) => WorkerHandle;
