import { sql } from 'kysely';
import type { Message } from './message.ts';

/** A message that this process alone works on, until its lease ends. */
export type Claim = {
  readonly message: Message;
  /** Says which claim it is: whoever comes after a lease has ended has another one. */
  readonly token: string;
  readonly attempts: number;
  readonly wantedVersion: number;
  /** An attempt began then, and nobody knows how it ended. By the database's clock. */
  readonly uncertainSince: Date | null;
  /** `ticking()` before it was claimed: its lease and its pace have run since then at the longest. */
  readonly asked: number;
  /** Slack has taken it, which could not be recorded. */
  readonly taken: Place | null;
  /** What was uploaded for it last; it may have been shared, or not. */
  readonly fileId: string | null;
  /** It was posted once more already because somebody deleted it. */
  readonly reposted: boolean;
};

/** Where a message stands in Slack. A file has no ts that Slack tells. */
export type Place = { readonly channelId: string; readonly ts: string | null };

export const leaseSeconds = 30;

/** A millisecond clock that only goes forward. */
export const ticking = (): number => performance.now();

/** Whether so much of the lease is over that somebody else may be at it before a call would end. */
export const tooLate = ({ asked }: Claim): boolean => ticking() - asked > leaseSeconds * 500;

/** The lease that a claim sets on its rows. */
export const leaseAs = (token: string) => sql`leased_by = ${token}::uuid,
  lease_until = now() + make_interval(secs => ${sql.lit(leaseSeconds)})`;

/** The columns of a claimed row `m`; `toClaim` reads them. */
export const claimColumns = sql`m.id, m.kind, m.key, m.lead_id, m.person_id, m.subject, m.destination,
  m.created_at, m.channel_id, m.ts, m.leased_by, m.attempts, m.wanted_version, m.uncertain_since,
  m.drawn_at, m.shown_version, m.file_id, m.error like 'reposted%' as reposted`;

export type ClaimedRow = {
  id: number;
  kind: string;
  key: string;
  lead_id: number | null;
  person_id: string | null;
  subject: Record<string, unknown>;
  destination: string;
  created_at: Date;
  channel_id: string | null;
  ts: string | null;
  leased_by: string;
  attempts: number;
  wanted_version: number;
  uncertain_since: Date | null;
  drawn_at: Date | null;
  shown_version: number;
  file_id: string | null;
  reposted: boolean | null;
};

export const toClaim = (row: ClaimedRow, asked: number): Claim => ({
  asked,
  message: {
    id: row.id,
    kind: row.kind,
    key: row.key,
    leadId: row.lead_id,
    personId: row.person_id,
    subject: row.subject,
    destination: row.destination,
    createdAt: row.created_at,
    posted: row.channel_id && row.ts ? { channelId: row.channel_id, ts: row.ts } : null,
    shown: row.drawn_at && {
      drawnAt: row.drawn_at,
      stale: row.shown_version < row.wanted_version,
    },
  },
  token: row.leased_by,
  attempts: row.attempts,
  wantedVersion: row.wanted_version,
  uncertainSince: row.uncertain_since,
  taken:
    row.channel_id && (row.ts || row.file_id) ? { channelId: row.channel_id, ts: row.ts } : null,
  fileId: row.file_id,
  reposted: row.reposted ?? false,
});
