import { codesOf, lacking } from '../leads/completeness.ts';
import { holdEnd } from '../leads/hold.ts';
import type { Settings } from '../settings/settings.ts';
import type { NewLead } from './newLead.ts';

/**
 * The completeness gate: a lead that lacks what its source must have is held back, with no card, until
 * it is complete or the source's hold limit is over. What somebody has already, or has closed, is not:
 * it only shows what it lacks. Nor is anything where the channel has no working time.
 */
export function holdBack<Entering extends NewLead>(
  entering: Entering,
  { document }: { readonly document: Settings },
  now: Date,
): Entering {
  const { arrival, sourceKey, standing } = entering;
  const { sources } = document;
  const source = Object.hasOwn(sources, sourceKey) ? sources[sourceKey] : undefined;
  if (!source?.mustHave || standing.closedAt) return entering;
  const missing = lacking(arrival, codesOf(source.mustHave));
  if (missing.length === 0) return entering;
  const until = standing.status === 'new' ? holdEnd(entering, now, document) : null;
  return until
    ? {
        ...entering,
        standing: { ...standing, status: 'held', missing, heldAt: now, heldUntil: until },
        card: false,
      }
    : { ...entering, standing: { ...standing, missing } };
}
