import type { FreshDatabase } from '../support/databases.ts';
import { openScene } from './goneScene.ts';

/**
 * A rep's account is deactivated and Slack takes messages to them as before, and tells nobody: asking
 * for everyone once an hour is enough. What they had just claimed is anyone's again, their further
 * leads are their manager's to decide about, and nothing is sent to them.
 */
export async function departure(createDatabase: () => Promise<FreshDatabase>): Promise<string[]> {
  const scene = await openScene(await createDatabase(), 'card');
  const { office, sandbox, leads } = scene;
  try {
    await scene.work(leads.other, 'UANA', 'connected');
    sandbox.user('UANA').deleted = true;
    await office.job('refresh-people');
    const before = sandbox.dm('UANA').length;
    await scene.goOn(8 * 60);
    const owners = await ownersOf(scene);
    const toManager = sandbox.dm('UMIA').map((message) => message.text);
    return [
      ...(owners.get(leads.overdue) === null ? [] : ['a claim of somebody who left stays']),
      ...(owners.get(leads.other) === 'UANA'
        ? []
        : ['a connected lead did not wait for a manager']),
      ...(sandbox.dm('UANA').length > before ? ['somebody who left was written to'] : []),
      ...(toManager.some((text) => text.includes(`L-${leads.other}`))
        ? []
        : ['the manager was not told of the connected lead']),
    ];
  } finally {
    await office.close();
  }
}

async function ownersOf({ office }: Awaited<ReturnType<typeof openScene>>) {
  const rows = await office.ctx.db.selectFrom('leads').select(['id', 'owner_id']).execute();
  return new Map(rows.map(({ id, owner_id }) => [id, owner_id]));
}
