import type { JsonObject } from '../blockKit/rules.ts';

/** An answer `ok: false` with Slack's code; `reasons` go to response_metadata.messages as Slack words them. */
export class SlackError extends Error {
  readonly code: string;
  readonly reasons: string[];
  readonly extra: JsonObject;

  constructor(code: string, reasons: string[] = [], extra: JsonObject = {}) {
    super(reasons.length > 0 ? `${code}: ${reasons.join('; ')}` : code);
    this.code = code;
    this.reasons = reasons;
    this.extra = extra;
  }

  answer(): JsonObject {
    if (this.reasons.length === 0) return { ok: false, error: this.code, ...this.extra };
    return {
      ok: false,
      error: this.code,
      errors: this.reasons,
      response_metadata: { messages: this.reasons.map((reason) => `[ERROR] ${reason}`) },
      ...this.extra,
    };
  }
}
