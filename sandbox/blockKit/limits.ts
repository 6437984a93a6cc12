/**
 * Slack's published Block Kit limits, as numbers: characters for texts, items for lists.
 * Where Slack's own sources disagree (option texts, say) the lower number stands here,
 * so that what passes here passes there.
 */
export const limits = {
  message: { blocks: 50, characters: 12_000, markdownCharacters: 12_000, text: 40_000 },
  update: { text: 4_000 },
  view: { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3_000, bytes: 250_000 },
  id: 255,
  text: 3_000,
  url: 3_000,
  header: 150,
  field: { items: 10, text: 2_000 },
  actions: 25,
  context: 10,
  contextActions: 5,
  button: { text: 75, value: 2_000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, value: 75, description: 75 },
  optionGroups: { groups: 100, label: 75 },
  select: 100,
  choice: 10,
  overflow: 5,
  placeholder: 150,
  input: { label: 2_000, hint: 2_000, text: 3_000 },
  image: { altText: 2_000, title: 2_000 },
  alert: 200,
  table: { rows: 100, columns: 20, characters: 10_000 },
  video: { altText: 200, title: 200, authorName: 50, description: 200, providerName: 50 },
  files: 10,
  metadata: { eventType: 255, bytes: 8_000 },
} as const;
