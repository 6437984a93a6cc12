import type { Workspace } from '../workspace.ts';

/** What a person types as Slack stores it: & < > escaped, @handles and #channels that exist made into references. */
export function escape({ users, conversations }: Workspace, typed: string): string {
  return typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(^|\s)@([\w.-]+)/g, (whole, space: string, name: string) => {
      const user = [...users.values()].find((one) => one.name === name);
      return user ? `${space}<@${user.id}|${user.name}>` : whole;
    })
    .replaceAll(/(^|\s)#([\w-]+)/g, (whole, space: string, name: string) => {
      const channel = [...conversations.values()].find(
        (one) => one.kind !== 'im' && one.name === name,
      );
      return channel ? `${space}<#${channel.id}|${channel.name}>` : whole;
    });
}
