import type { Secrets } from '../secrets.ts';
import type { Arrival } from './arrival.ts';
import { isSharedMailbox } from './sharedMailboxes.ts';

/** By what two arrivals may be known to be one lead. */
export type Identity = {
  readonly kind: 'email' | 'external' | 'phone';
  readonly hash: Buffer;
  /** Alone it tells who it is. A phone number does not, nor does a mailbox that several people read. */
  readonly decides: boolean;
};

/**
 * The identities of an arrival, in the order in which they must be locked: everyone locks a person's
 * email before an external id, and that before a phone number, so that nobody waits for each other.
 * `delivery` names the delivery or the row itself, and stands in where nothing else would tell that it
 * came twice.
 */
export function identitiesOf(
  arrival: Pick<Arrival, 'email' | 'phone' | 'externalId'>,
  sourceKey: string,
  secrets: Secrets,
  delivery?: string,
): Identity[] {
  const { email, phone, externalId } = arrival;
  const identity = (kind: Identity['kind'], value: string, decides: boolean): Identity => ({
    ...{ kind, decides },
    hash: secrets.identityHash(kind, value),
  });
  const own = email && !isSharedMailbox(email);
  const external = externalId !== null ? `${sourceKey}\0${externalId}` : null;
  const stand = !own && external === null && delivery ? `${sourceKey}\0\0${delivery}` : null;
  const key = external ?? stand;
  return [
    ...(email ? [identity('email', email, Boolean(own))] : []),
    ...(key ? [identity('external', key, true)] : []),
    ...(phone ? [identity('phone', phone, false)] : []),
  ];
}
