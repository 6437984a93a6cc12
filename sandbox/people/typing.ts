import type { Workspace } from '../workspace.ts';

/** What a person types as Slack stores it: & < > escaped, @handles and #channels that exist made into references. */
export function escape(workspace: Workspace, typed: string): string {
  const users = new Map([...workspace.users.values()].map((user) => [user.name, user]));
  const channels = new Map(
    [...workspace.conversations.values()]
      .filter(({ kind }) => kind !== 'im')
      .map((one) => [one.name, one]),
  );
  return typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(^|\s)@([\w.-]+)/g, (whole, space: string, name: string) => {
      const user = users.get(name);
      return user ? `${space}<@${user.id}|${user.name}>` : whole;
    })
    .replaceAll(/(^|\s)#([\w-]+)/g, (whole, space: string, name: string) => {
      const channel = channels.get(name);
      return channel ? `${space}<#${channel.id}|${channel.name}>` : whole;
    });
}
