import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { digestParts } from './digestParts.ts';
import { drawDigestPage } from './digestPages.ts';
import { managersEdition } from './edition.ts';
import { gatherDigest } from './gatherDigest.ts';

/** A list of a digest, of the channels that whoever asks manages now. */
export async function readDigestPage(
  ctx: Context,
  { by, name, date, page }: { by: string; name: string; date: string; page: number },
): Promise<ModalView> {
  const manager = await meetPerson(ctx, by);
  const edition =
    manager && !barred(manager) ? await managersEdition(ctx, manager, { date }) : null;
  if (!edition) return drawNotice('Digest', [plain('Only a manager of the channel can see this.')]);
  const parts = digestParts(await gatherDigest(ctx, edition), { forManagers: true });
  const part = parts.find((one) => one.name === name);
  if (!part) return drawNotice('Digest', [plain('There is nothing on this list any more.')]);
  return drawDigestPage(part, date, page);
}
