import { Worker } from 'node:worker_threads';
import type { Order, Painted } from './painter.ts';

/** After so long without an order the thread, and what the library takes there, are given up. */
const keptMs = 60_000;
/** A picture takes a fraction of a second, and loading the library another. */
const longestMs = 10_000;

type Waiting = {
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (why: Error) => void;
};
type Painter = {
  order(order: Order): Promise<Uint8Array>;
};

let painter: Painter | undefined;

/**
 * Has a picture drawn in another thread, so that clicks are never held up; one after the other.
 * Answers a PNG. It rejects where a package is missing or broken, too, which harms nothing else.
 */
export const paint = (order: Order): Promise<Uint8Array> =>
  (painter ??= startPainter(() => (painter = undefined))).order(order);

/** `ended` is called when it takes no more orders. */
function startPainter(ended: () => void): Painter {
  const worker = new Worker(new URL('./painter.ts', import.meta.url), {
    execArgv: [],
    // A small heap is swept often, and only then does the renderer's own memory become free.
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 },
  });
  const waiting = new Map<number, Waiting>();
  let orders = 0;
  let timer: NodeJS.Timeout;

  const end = (why: string, cause?: unknown) => {
    ended();
    clearTimeout(timer);
    for (const { failed } of waiting.values()) failed(new Error(why, { cause }));
    waiting.clear();
    void worker.terminate();
  };
  /** It must answer soon while it has orders; without any it may stay for a while. */
  const watch = () => {
    clearTimeout(timer);
    const busy = waiting.size > 0;
    if (busy) worker.ref();
    else worker.unref();
    timer = setTimeout(end, busy ? longestMs : keptMs, 'a picture took too long').unref();
  };

  worker.on('message', ({ id, ...painted }: Painted) => {
    const order = waiting.get(id);
    waiting.delete(id);
    watch();
    if ('bytes' in painted) order?.done(painted.bytes);
    else order?.failed(new Error(painted.failed));
  });
  worker.on('error', (cause) => end('pictures cannot be drawn', cause));

  return {
    order: (order) =>
      new Promise((done, failed) => {
        orders += 1;
        waiting.set(orders, { done, failed });
        worker.postMessage({ id: orders, order });
        watch();
      }),
  };
}
