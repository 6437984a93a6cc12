import { Worker } from 'node:worker_threads';
import type { Order, Painted } from './painter.ts';

/** After so long without an order the thread, its memory, and the library in it are given up. */
const keptMs = 60_000;
/** A picture takes a fraction of a second, and loading the library another. */
const givenUpMs = 10_000;

type Waiting = {
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (why: Error) => void;
};
type Painter = { readonly worker: Worker; readonly waiting: Map<number, Waiting> };

let painter: Painter | undefined;
let idle: NodeJS.Timeout | undefined;
let orders = 0;

/** Has a picture drawn in another thread, so that clicks are never held up. Answers a PNG. */
export function paint(order: Order): Promise<Uint8Array> {
  clearTimeout(idle);
  painter ??= startPainter();
  const { worker, waiting } = painter;
  const id = ++orders;
  return new Promise((done, failed) => {
    const tooLong = setTimeout(
      () => giveUp(worker, waiting, new Error('a picture took too long')),
      givenUpMs,
    );
    const settle = () => {
      clearTimeout(tooLong);
      waiting.delete(id);
      if (waiting.size > 0) return;
      worker.unref();
      idle = setTimeout(() => giveUp(worker, waiting, new Error('idle')), keptMs).unref();
    };
    waiting.set(id, {
      done: (bytes) => (settle(), done(bytes)),
      failed: (why) => (settle(), failed(why)),
    });
    worker.ref();
    worker.postMessage({ id, order });
  });
}

function startPainter(): Painter {
  const worker = new Worker(new URL('./painter.ts', import.meta.url), { execArgv: [] });
  const waiting: Painter['waiting'] = new Map();
  worker.on('message', ({ id, ...painted }: Painted) => {
    if ('bytes' in painted) waiting.get(id)?.done(painted.bytes);
    else waiting.get(id)?.failed(new Error(painted.failed));
  });
  worker.on('error', (error) =>
    giveUp(worker, waiting, error instanceof Error ? error : new Error(String(error))),
  );
  return { worker, waiting };
}

function giveUp(worker: Worker, waiting: Painter['waiting'], why: Error): void {
  if (painter?.worker === worker) painter = undefined;
  for (const { failed } of [...waiting.values()]) failed(why);
  clearTimeout(idle);
  void worker.terminate();
}
