import { type QueryCreator, sql } from 'kysely';
import type { DB } from '../db/schema.ts';

/**
 * The statement that changes a lead, being put together. There is an event where the lead changed, and
 * a card where it had one.
 */
export type Changing = QueryCreator<DB & { event: { id: number }; card: { id: number } }>;

// keyof of a literal: Object.keys only forgets it.
export const columnsOf = <Row extends object>(row: Row) =>
  Object.keys(row) as (keyof Row & string)[];

export const valuesOf = <Row extends object>(row: Row) =>
  columnsOf(row).map((column) => sql.val(row[column]).as(column));
