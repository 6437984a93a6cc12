import { randomBytes } from 'node:crypto';

const LIFETIME_MS = 3_000;

/** What a trigger came from: only one from inside a modal may push another onto it. */
export interface Trigger {
  user: string;
  /** The modal that was acted on. */
  viewId?: string;
}

/** Trigger ids: good for three seconds of real time and for one use. */
export class Triggers {
  readonly #issued = new Map<string, Trigger & { at: number; used: boolean }>();
  #count = 0;

  issue(trigger: Trigger): string {
    const id = `${++this.#count}.${process.pid}.${randomBytes(12).toString('hex')}`;
    this.#issued.set(id, { ...trigger, at: Date.now(), used: false });
    if (this.#issued.size > 20_000) this.#forgetHalf();
    return id;
  }

  /** The trigger, spent by this call; else Slack's error code. */
  exchange(id: string): Trigger | string {
    const issued = this.#issued.get(id);
    if (!issued) return 'invalid_trigger_id';
    if (issued.used) return 'exchanged_trigger_id';
    if (Date.now() - issued.at > LIFETIME_MS) return 'expired_trigger_id';
    issued.used = true;
    return issued;
  }

  #forgetHalf(): void {
    for (const id of [...this.#issued.keys()].slice(0, 10_000)) this.#issued.delete(id);
  }
}
