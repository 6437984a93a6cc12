/** Blue and vermilion of Okabe and Ito's colours, the second darker so that it can be read as text, and greys. */
export const ink = {
  text: '#1d2733',
  muted: '#5b6673',
  grid: '#e6e9ed',
  axis: '#aab3bd',
  faint: '#c9d0d8',
  main: '#0072b2',
  /** Where something dark stands on it. */
  light: '#56b4e9',
  goal: '#a8480a',
} as const;

/** In units of the drawing, which is 600 wide: at a phone's width about as large as the text around it. */
export const size = { text: 19, strong: 24 } as const;
export const font = 'Inter';

/** How wide a line of text is, about: near enough to put something beside it. */
export const widthOf = (text: string, fontSize: number = size.text): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + (widths.find(([of]) => of.test(letter))?.[1] ?? 0.6),
    0,
  ) * fontSize;
/** In parts of the size of the font, of Inter. */
const widths: readonly (readonly [of: RegExp, width: number])[] = [
  [/[\s.,:;'|!ijlI]/u, 0.29],
  [/[frt()/-]/u, 0.38],
  [/[mwMW%@—]/u, 0.9],
  [/[\p{Lu}\d–…]/u, 0.66],
];

type Words = {
  readonly x: number;
  /** Of its middle. */
  readonly y: number;
  readonly text: string;
  readonly fill?: string;
  readonly strong?: boolean;
  readonly fontSize?: number;
  readonly align?: 'left' | 'right' | 'center';
};

/** A line of text as ECharts' graphic and custom series take it. */
export const words = ({
  x,
  y,
  text,
  fill = ink.muted,
  strong = false,
  fontSize = size.text,
  align = 'left',
}: Words) => ({
  type: 'text' as const,
  x,
  y,
  silent: true,
  style: {
    ...{ text, fill, fontSize, align },
    fontWeight: strong ? 600 : 400,
    fontFamily: font,
    verticalAlign: 'middle' as const,
  },
});

export const headingOf = (text: string) =>
  words({ x: 16, y: 26, text, fill: ink.text, strong: true });
