import type { ControlAnswer, PageControl } from '../contract.ts';

export interface ControlOptions {
  /** Buttons of one group stand together under its title. */
  group?: string;
}

/** Buttons that the embedder adds to the page, such as "Fast-forward: one hour". */
export class Controls {
  readonly #controls = new Map<string, PageControl & { act: () => Promise<string | void> }>();
  readonly #changed: (what: 'controls' | 'clock') => void;

  constructor(changed: (what: 'controls' | 'clock') => void) {
    this.#changed = changed;
  }

  /** `act` may answer with a sentence for the page, and may throw one. */
  add(
    name: string,
    label: string,
    act: () => Promise<string | void>,
    { group }: ControlOptions = {},
  ): void {
    this.#controls.set(name, { name, label, ...(group && { group }), busy: false, act });
    this.#changed('controls');
  }

  list(): PageControl[] {
    return [...this.#controls.values()].map(({ act: _, ...control }) => control);
  }

  async run(name: string): Promise<ControlAnswer> {
    const control = this.#controls.get(name);
    if (!control) return { ok: false, text: `There is no control ${name}.` };
    if (control.busy) return { ok: false, text: `${control.label} is still running.` };
    control.busy = true;
    this.#changed('controls');
    try {
      const text = await control.act();
      return { ok: true, ...(text && { text }) };
    } catch (error) {
      return { ok: false, text: error instanceof Error ? error.message : String(error) };
    } finally {
      control.busy = false;
      this.#changed('controls');
      this.#changed('clock');
    }
  }
}
