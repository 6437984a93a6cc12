import type { Evidence } from './evidence.ts';
import { momentsOf, standingAt } from './toPeople.ts';

/** What an escalation lists was somebody else's, or nobody's, when it was sent; and due, but where it says otherwise. */
export function escalationsHold({ sent, events }: Evidence): string[] {
  const histories = Map.groupBy(events, ({ lead_id }) => lead_id);
  return sent.flatMap(({ row, at, call }) => {
    if (row.kind !== 'escalation') return [];
    const [open = ''] = String(call.args['text']).split('Dealt with');
    const lines = [...open.matchAll(/\bL-(\d+)\n(.*)/g)];
    return lines.flatMap(([, id, standing = '']) => {
      const undated = /> has left|nothing can be posted/.test(standing);
      const holds = momentsOf(at).some((moment) => {
        const { owner, due } = standingAt(histories.get(Number(id)) ?? [], moment);
        return owner !== row.person_id && (undated || (due !== null && due <= moment));
      });
      return holds ? [] : [`${row.key} lists L-${id}, which was its reader's or not due`];
    });
  });
}

/** Nobody is asked to take what somebody has, or what is not due yet; and once only. */
export function asksHold({ sent, events }: Evidence): string[] {
  const histories = Map.groupBy(events, ({ lead_id }) => lead_id);
  return sent.flatMap(({ row, at, call }) => {
    if (row.kind !== 'unclaimed') return [];
    const holds = momentsOf(at).some((moment) => {
      const { owner, due } = standingAt(histories.get(row.lead_id ?? 0) ?? [], moment);
      return owner === null && due !== null && due <= moment;
    });
    return [
      ...(holds ? [] : [`${row.key} asks for what was somebody's or not due`]),
      ...(call.args['thread_ts'] ? [] : [`${row.key} is no reply`]),
    ];
  });
}
