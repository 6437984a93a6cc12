import type { Calendar } from '../people/calendar.ts';
import { parseWrittenDate } from '../people/writtenDate.ts';
import { localDate } from '../people/zone.ts';
import type { ReadDate } from './updateCommand.ts';

/** Reads words that are a date from beginning to end, on the writer's clock. */
export const writtenDateReader =
  (now: Date, calendar: Calendar): ReadDate =>
  (words) => {
    const found = parseWrittenDate(words, now, calendar);
    return found?.rest === '' ? { at: found.at, on: localDate(found.at, calendar.timezone) } : null;
  };
