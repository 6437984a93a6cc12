import type { Person } from '../people/person.ts';
import { rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';
import { may } from './permissions.ts';

/** Whether somebody manages a channel where the rep works: is on the roster, or has open leads. */
export const mayPause = (
  manager: Person,
  repId: string,
  openIn: readonly string[],
  settings: Settings,
): boolean =>
  Object.entries(settings.channels).some(
    ([id, { roster }]) =>
      (roster.includes(repId) || openIn.includes(id)) &&
      may('pause a rep', rolesIn(settings, manager, id)),
  );
