import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';

/**
 * Finds whom an export means by an owner: an address, an id, or a name that only one has. Null: nobody
 * who may own leads now.
 */
export function ownerFinder(people: readonly Person[]): (written: string) => Person | null {
  const found = new Map<string, Person | null>();
  const add = (key: string | null, person: Person) => {
    if (key) found.set(key, found.has(key) && found.get(key) !== person ? null : person);
  };
  for (const person of people.filter((each) => barred(each) === null)) {
    add(person.id.toLowerCase(), person);
    add(person.email?.toLowerCase() ?? null, person);
    add(wordsOf(person.name), person);
  }
  return (written) => found.get(written.toLowerCase()) ?? found.get(wordsOf(written)) ?? null;
}

/** CRMs write "Doe Jane" or "Doe, Jane" for Jane Doe. */
const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(' ');
