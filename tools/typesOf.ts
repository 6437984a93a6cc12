import { type Kysely, sql } from 'kysely';
import { generate, PostgresDialect, type PostprocessFunction } from 'kysely-codegen';
import type { Db } from '../src/db/openDatabase.ts';

/**
 * The text of src/db/schema.ts for a migrated database. Columns have the types that columnTypes.ts
 * gives them; a text column that is checked against a list of words is the union of these words.
 */
export async function typesOf(db: Db): Promise<string> {
  const text = await generate({
    db,
    dialect: new PostgresDialect({ dateParser: 'string', numericParser: 'number' }),
    outFile: null,
    typeMapping: { int8: 'number', numeric: 'number' },
    postprocess: withCheckedWords,
  });
  return `${text.trim()}\n`;
}

const withCheckedWords: PostprocessFunction = async ({ db, metadata }) => {
  const words = await checkedWords(db);
  for (const table of metadata.tables) {
    for (const column of table.columns) {
      column.enumValues = words.get(`${table.name}.${column.name}`) ?? column.enumValues;
    }
  }
  return metadata;
};

async function checkedWords(db: Kysely<unknown>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ column: string; definition: string }>`
    select conrelid::regclass || '.' || attname as column, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'c' and cardinality(conkey) = 1`.execute(db);
  const lists = rows.filter(({ definition }) => /^CHECK \(\(\w+ = ANY \(ARRAY\[/.test(definition));
  return new Map(
    lists.map(({ column, definition }) => [
      column,
      [...definition.matchAll(/'([^']+)'::text/g)].map(([, word]) => word ?? ''),
    ]),
  );
}
