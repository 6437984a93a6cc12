export type Pump = {
  /** Looks at once rather than at the next poll. */
  wake(): void;
  /** Takes nothing more; resolves when what runs has ended, or after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
};

/** Work that ends within so few milliseconds of other work leads to one look for more, not several. */
const gatherMs = 10;

/**
 * Takes work and does it, at most `capacity` pieces at a time: when woken, when some has ended, when
 * what must wait is free, and else every `pollMs`.
 */
export function startPump<Item>(options: {
  capacity: number;
  pollMs: number;
  take: (limit: number) => Promise<{ claims: Item[]; soonestMs: number | null }>;
  /** Must not throw. */
  work: (item: Item) => Promise<void>;
  onError: (error: unknown) => void;
}): Pump {
  const { capacity, pollMs, take, work, onError } = options;
  const running = new Set<Promise<void>>();
  let stopping = false;
  let woken = Promise.withResolvers<void>();
  const wake = () => woken.resolve();
  let gathering: NodeJS.Timeout | undefined;

  const begin = (item: Item) => {
    const done = work(item).finally(() => {
      running.delete(done);
      gathering ??= setTimeout(() => {
        gathering = undefined;
        wake();
      }, gatherMs);
    });
    running.add(done);
  };

  const look = async (): Promise<number> => {
    const free = capacity - running.size;
    if (free === 0) return pollMs;
    const { claims, soonestMs } = await take(free);
    claims.forEach(begin);
    return Math.min(pollMs, Math.max(1, Math.ceil(soonestMs ?? pollMs)));
  };

  const loop = async () => {
    while (!stopping) {
      woken = Promise.withResolvers();
      const waitMs = await look().catch((error: unknown) => {
        onError(error);
        return pollMs;
      });
      const timer = setTimeout(wake, waitMs);
      await woken.promise;
      clearTimeout(timer);
    }
    await Promise.all(running);
    clearTimeout(gathering);
  };
  const ended = loop();

  return {
    wake,
    async stop(deadlineMs) {
      stopping = true;
      wake();
      const deadline = Promise.withResolvers<void>();
      const timer = setTimeout(deadline.resolve, deadlineMs);
      await Promise.race([ended, deadline.promise]);
      clearTimeout(timer);
    },
  };
}
