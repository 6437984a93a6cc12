import type { Secrets } from '../secrets.ts';
import type { Arrival } from './arrival.ts';

/** By what two arrivals are known to be one lead. */
export type Identity = { readonly kind: 'email' | 'external'; readonly hash: Buffer };

/**
 * The identities of an arrival, in the order in which they must be locked: everyone locks a person's
 * email before an external id, so that nobody waits for each other. `delivery` names the delivery
 * or the row itself, and stands in where nothing else would tell that it came twice.
 */
export function identitiesOf(
  arrival: Pick<Arrival, 'email' | 'externalId'>,
  sourceKey: string,
  secrets: Secrets,
  delivery?: string,
): Identity[] {
  const { email, externalId } = arrival;
  const external = externalId !== null ? `${sourceKey}\0${externalId}` : null;
  const stand = !email && external === null && delivery ? `${sourceKey}\0\0${delivery}` : null;
  const key = external ?? stand;
  return [
    ...(email ? [{ kind: 'email', hash: secrets.identityHash('email', email) } as const] : []),
    ...(key ? [{ kind: 'external', hash: secrets.identityHash('external', key) } as const] : []),
  ];
}
