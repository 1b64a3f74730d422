import type { PendingRun } from "./run.js";
import type { IndexedResult, SimulationResult } from "./simulator.js";

/** How {@link streamResults} gets work done. */
export interface StreamSource<T, R> {
  /** Items under way, and results not yet taken, at once. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Begins one item; `settle` may be called at once or later. Gives the run that may be cancelled. */
  start(item: T, settle: (result: SimulationResult<R>) => void): PendingRun | undefined;
  /** Called when some items have been started. */
  flush(): void;
}

/** Takes items only while fewer than `limit` are under way or waiting for the reader, and gives results as they come. */
export async function* streamResults<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  { limit, signal, start, flush }: StreamSource<T, R>,
): AsyncGenerator<IndexedResult<R>> {
  const underWay = new Set<PendingRun>();
  let results: IndexedResult<R>[] = [];
  let open = 0;
  let exhausted = false;
  let stopped = false;
  let error: unknown;
  let wakeReader = () => {};
  let wakeFeeder = () => {};

  const isFull = () => !stopped && open + results.length >= limit;

  const begin = (item: T, index: number) => {
    open++;
    let run: PendingRun | undefined;
    let settled = false;
    run = start(item, (result) => {
      settled = true;
      open--;
      if (run) underWay.delete(run);
      if (stopped) return;
      results.push({ index, result });
      wakeReader();
    });
    if (run && !settled) underWay.add(run);
  };

  const feed = async () => {
    const iterator = Symbol.iterator in items ? items[Symbol.iterator]() : items[Symbol.asyncIterator]();
    try {
      for (let index = 0; !stopped; index++) {
        while (isFull()) {
          flush();
          // Flushing may have settled items at once.
          if (!isFull()) break;
          await new Promise<void>((resolve) => {
            wakeFeeder = resolve;
          });
        }
        if (stopped) break;
        const step = iterator.next();
        const { done, value } = step instanceof Promise ? await step : step;
        if (done) {
          exhausted = true;
          return;
        }
        begin(value, index);
        if (step instanceof Promise) flush();
      }
      await iterator.return?.();
    } catch (thrown) {
      error = thrown;
      stopped = true;
    } finally {
      flush();
      wakeReader();
    }
  };
  const stop = () => {
    stopped = true;
    wakeFeeder();
    wakeReader();
  };
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) return;
  const feeding = feed();
  try {
    while (!stopped) {
      const batch = results;
      results = [];
      wakeFeeder();
      yield* batch;
      if (results.length > 0) continue;
      // It may have been stopped while the reader was at work on a result.
      if (stopped || (exhausted && open === 0)) break;
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
    if (error) throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
    for (const run of underWay) run.cancelled = true;
    await feeding;
  }
}

/** The items of a source, each made into something else as it is taken. */
export function mapItems<T, U>(
  items: Iterable<T> | AsyncIterable<T>,
  make: (item: T) => U,
): Iterable<U> | AsyncIterable<U> {
  return Symbol.iterator in items ? mapSync(items, make) : mapAsync(items, make);
}

function* mapSync<T, U>(items: Iterable<T>, make: (item: T) => U): Generator<U> {
  for (const item of items) yield make(item);
}

async function* mapAsync<T, U>(items: AsyncIterable<T>, make: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield make(item);
}
