import type { NewLead } from './newLead.ts';

/** Counts of rows, and of the new leads by where they are now. */
export type ImportResult = {
  readonly created: number;
  readonly merged: number;
  readonly unchanged: number;
  /** Of people who asked not to be contacted. */
  readonly suppressed: number;
  readonly refused: number;
  /** New leads that anyone may claim; `cards` of them have a card. */
  readonly toClaim: number;
  readonly cards: number;
  /** Held back, because they lack what their source must have. */
  readonly held: number;
  readonly owned: number;
  readonly closed: number;
  /** Owners that nobody here is, with the number of their rows. */
  readonly unknownOwners: ReadonlyMap<string, number>;
};

/** Owners without end are no list that anyone reads. */
const mostOwners = 1_000;

export class ImportTally implements ImportResult {
  created = 0;
  merged = 0;
  unchanged = 0;
  suppressed = 0;
  refused = 0;
  toClaim = 0;
  cards = 0;
  held = 0;
  owned = 0;
  closed = 0;
  readonly unknownOwners = new Map<string, number>();
  /** The channels that leads went to, with the number of their cards. */
  readonly cardsIn = new Map<string, number>();

  get rows(): number {
    return this.created + this.merged + this.unchanged + this.suppressed + this.refused;
  }

  addCreated({ standing, card, channelId }: NewLead): void {
    this.created += 1;
    if (standing.closedAt) this.closed += 1;
    else if (standing.ownerId) this.owned += 1;
    else if (standing.status === 'held') this.held += 1;
    else this.toClaim += 1;
    if (card) this.cards += 1;
    this.cardsIn.set(channelId, (this.cardsIn.get(channelId) ?? 0) + (card ? 1 : 0));
  }

  addUnknownOwner(name: string): void {
    const known = this.unknownOwners.get(name);
    if (known === undefined && this.unknownOwners.size >= mostOwners) return;
    this.unknownOwners.set(name, (known ?? 0) + 1);
  }
}
