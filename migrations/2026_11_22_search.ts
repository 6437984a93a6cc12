export const name = '2026_11_22_search';

/** Building an index takes seconds of a large table's time, in which leads must still come in. */
export const outsideTransaction = true as const;

export const sql = [
  // Trusted since PostgreSQL 13: whoever owns the database may create it.
  'create extension if not exists pg_trgm',
  // What a build that broke off left behind is of no use.
  'drop index concurrently if exists lead_details_search',
  // The expression is the one of searchStore.ts.
  `create index concurrently lead_details_search on lead_details using gin (lower(
    coalesce(name, '') || ' ' || coalesce(company, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')
  ) gin_trgm_ops)`,
];
