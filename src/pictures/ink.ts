/** Colours of Okabe and Ito, dark enough on white, and greys. */
export const ink = {
  text: '#1d2733',
  muted: '#5b6673',
  grid: '#e3e7eb',
  axis: '#aab3bd',
  faint: '#c9d0d8',
  main: '#0072b2',
  goal: '#a8480a',
  paper: '#ffffff',
} as const;

/** At a phone's width this is about the size of the text around the picture. */
export const size = { text: 19, strong: 24 } as const;
export const font = 'Inter';
