import { noLease } from './due.ts';

/** What an open lead becomes whose customer asked not to be contacted. */
export const notContacted = (now: Date) =>
  ({
    status: 'disqualified',
    statusAt: now,
    closedAt: now,
    obstacle: 'desire',
    revisitOn: null,
    postponeCount: 0,
    routed: null,
    routedTo: null,
    ...noLease,
  }) as const;
