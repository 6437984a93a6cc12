import type { Writable } from 'node:stream';
import { SingleBar } from 'cli-progress';

/** Where a command writes: this process's terminal, or that of a command carried out elsewhere. */
export type Output = {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person watches, so that progress bars are worth drawing. */
  readonly isTerminal: boolean;
};

/** What a command answers: 0 for done, 1 for refused. */
export type ExitCode = 0 | 1;

/** A command was refused for a reason that its user can mend. The message is one for people. */
export class CommandRefused extends Error {
  override name = 'CommandRefused';
}

/** For whoever watches, to be started with `{doing}`. Null: nobody does. */
export function progressBar({ isTerminal, stderr }: Output): SingleBar | null {
  if (!isTerminal) return null;
  return new SingleBar({
    format: '{doing} [{bar}] {percentage}% · {eta_formatted} left',
    // A terminal of another process is still one, but does not say so.
    noTTYOutput: true,
    stream: stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
}
