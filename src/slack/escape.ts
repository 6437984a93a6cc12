/**
 * Text as Slack takes it inside mrkdwn and in a message's `text`: it cannot mention or link. It can
 * still format with * _ ~ `, so a stranger's text is shown as rich text or plain text instead.
 */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
