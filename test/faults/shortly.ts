import type { Given } from '../../bench/faults/faultRun.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

/** The conditions of a fault run's short form. */
export const shortly = (repeats: number): Given => ({
  repeats,
  short: true,
  async createDatabase() {
    const { url, drop } = await createTestDatabase();
    if (!url) throw new Error('fault runs need a Postgres that several processes can reach');
    return { url, drop };
  },
  say: () => {},
});
