/**
 * What must hold whatever happens, checked by comparing the sandbox's record of calls with the
 * database. Ask once all is settled: a message that is on its way is neither sent nor lost.
 */
import { asksHold, escalationsHold } from './escalated.ts';
import { readEvidence, type Evidence, type Scene } from './evidence.ts';
import { followOwners } from './owner.ts';
import {
  nothingToThoseWhoLeft,
  nudgesHold,
  nudgesWithinLimits,
  oneDigestADay,
} from './toPeople.ts';

type Check = (evidence: Evidence) => string[];

/** Each violation as a sentence; empty when all holds. */
export async function findViolations(scene: Scene): Promise<string[]> {
  const evidence = await readEvidence(scene);
  return Object.entries(invariants).flatMap(([name, check]) =>
    check(evidence).map((what) => `${name}: ${what}`),
  );
}

const invariants: { readonly [name: string]: Check } = {
  'one owner': oneOwner,
  'one card': oneCard,
  'no claim beyond its end': noClaimBeyondItsEnd,
  'no dead buttons': noDeadButtons,
  'nothing twice': nothingTwice,
  'nudges within their limits': nudgesWithinLimits,
  'nudges true when sent': nudgesHold,
  'escalations true when sent': escalationsHold,
  'nobody asked in vain': asksHold,
  'one digest a day': oneDigestADay,
  'the same lead is one lead': sameLeadOnce,
  'nothing to those who left': nothingToThoseWhoLeft,
  'Slack takes what is sent': slackTakesIt,
};

/** Nobody claims what somebody has, and the row says what its events say. */
function oneOwner({ leads, events }: Evidence): string[] {
  const ownerAt = followOwners();
  const owners = new Map<number, string | null>();
  const faults: string[] = [];
  for (const event of events) {
    const { lead_id: id, kind } = event;
    const { before, after } = ownerAt(event);
    const isTaken = kind === 'claimed' || kind === 'assigned';
    if (isTaken && before) faults.push(`L-${id} was ${kind} although ${before} had it`);
    owners.set(id, after);
  }
  const untold = leads.filter(({ id, owner_id }) => owner_id !== (owners.get(id) ?? null));
  return [
    ...faults,
    ...untold.map(
      ({ id, owner_id }) => `L-${id} belongs to ${owner_id}, but its events say ${owners.get(id)}`,
    ),
  ];
}

const closed = ['won', 'lost', 'disqualified', 'merged'];
const isCard = (kind: string) => kind === 'card' || kind === 'past-card';

/** From when it is posted until it closes, a lead has exactly one live card, and that stands in Slack. */
function oneCard({ leads, messages, standing }: Evidence): string[] {
  const cards = Map.groupBy(
    messages.filter(({ kind, live }) => kind === 'card' && live),
    ({ lead_id }) => lead_id,
  );
  return leads.flatMap(({ id, status, posted_at }) => {
    const live = cards.get(id) ?? [];
    if (live.length > 1) return [`L-${id} has ${live.length} live cards`];
    const [card] = live;
    if (card?.state === 'waiting') return [`the card of L-${id} was never posted`];
    if (!posted_at || closed.includes(status)) return [];
    if (!card) return [`L-${id} has no live card`];
    const stands = standing.get(card.id)?.some(({ ts }) => ts === card.ts);
    return stands ? [] : [`the card of L-${id} does not stand where its row says`];
  });
}

/** What a run that followed up found over is nobody's any more. */
function noClaimBeyondItsEnd({ leads, events, breaches }: Evidence): string[] {
  const ran = [
    ...breaches.map(({ noticed_at }) => noticed_at.getTime()),
    ...events.flatMap(({ kind, at }) => (kind === 'lease-ended' ? [at.getTime()] : [])),
  ];
  const lastRun = ran.reduce((one, other) => Math.max(one, other), -Infinity);
  return leads.flatMap(({ id, status, owner_id, lease_ends_at }) =>
    lease_ends_at &&
    lease_ends_at.getTime() <= lastRun &&
    (status === 'claimed' || status === 'attempted')
      ? [`L-${id} is ${owner_id}'s although the claim ended at ${lease_ends_at.toISOString()}`]
      : [],
  );
}

/** A card offers what can be done with its lead; one that is no longer the lead's offers nothing. */
function noDeadButtons({ leads, messages, standing }: Evidence): string[] {
  const byId = new Map(leads.map((lead) => [lead.id, lead]));
  return messages.flatMap((row) => {
    const lead = byId.get(row.lead_id ?? 0);
    if (!isCard(row.kind) || !lead) return [];
    return (standing.get(row.id) ?? []).flatMap((message) => {
      const buttons: string[] = JSON.stringify(message.blocks).match(/"lead:[\w-]+"/g) ?? [];
      const over =
        closed.includes(lead.status) ||
        row.kind === 'past-card' ||
        !row.live ||
        message.ts !== row.ts;
      if (over && buttons.length > 0) return [`a card of L-${lead.id} has buttons that are dead`];
      const claimable = buttons.includes('"lead:claim"');
      if (over || claimable === (lead.status === 'new')) return [];
      return [
        `L-${lead.id} is ${lead.status}, and its card does ${claimable ? '' : 'not '}offer it`,
      ];
    });
  });
}

/** No message stands twice, and none that is sent at most once was sent twice. */
function nothingTwice({ messages, standing, sent }: Evidence): string[] {
  const sends = Map.groupBy(sent, ({ row }) => row.id);
  return messages.flatMap(({ id, key, kind, live, state }) => {
    const times = (sends.get(id) ?? []).length;
    if (!isCard(kind) && times > 1) return [`${key} was sent ${times} times`];
    const stand = standing.get(id)?.length ?? 0;
    if (stand > 1) return [`${key} stands ${stand} times`];
    const lost = state === 'dead' || (live && state === 'posted' && stand === 0);
    return lost ? [`${key} is ${state}, and stands nowhere`] : [];
  });
}

/** One source gives one lead of one external id. */
function sameLeadOnce({ leads, externalIds }: Evidence): string[] {
  const open = leads.filter(({ status }) => status !== 'merged');
  const same = Map.groupBy(open, ({ id, source_key }) => {
    const externalId = externalIds.get(id);
    return externalId === undefined ? `L-${id}` : `${source_key}:${externalId}`;
  });
  return [...same].flatMap(([what, { length }]) =>
    length > 1 ? [`${what} is ${length} leads`] : [],
  );
}

/** What is wrong with a call, not with the moment. */
const ourFault =
  /^(invalid_(blocks|arguments|metadata|attachments|form_data|json|trigger)\w*|no_text|msg_\w+|metadata_too_large|view_too_large|missing_scope|not_allowed_token_type|unknown_method)$/;

function slackTakesIt({ sandbox }: Evidence): string[] {
  const refused = sandbox.calls.filter(({ error, fault }) => !fault && ourFault.test(error ?? ''));
  const shouting = sandbox.calls.filter(({ args: { text, blocks } }) =>
    sandbox
      .liveIn({
        text: typeof text === 'string' ? text : '',
        blocks: Array.isArray(blocks) ? blocks : [],
      })
      .some((live) => /^<!(here|channel|everyone)|^broadcast/.test(live)),
  );
  return [
    ...sandbox.unexpected,
    ...refused.map(({ method, error }) => `${method} was refused: ${error}`),
    ...shouting.map(({ method }) => `${method} mentions a whole channel`),
  ];
}
