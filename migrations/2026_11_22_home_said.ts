export const name = '2026_11_22_home_said';

export const sql = `
  -- What its reader has just done is said in Home, however often it is drawn, until then; forgotten after.
  alter table homes add column said jsonb, add column said_until timestamptz;
`;
