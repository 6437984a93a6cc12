/** `93 % (14 of 15)`: no percentage without its numbers. `whole` is not 0. */
export const shareInWords = (part: number, whole: number): string =>
  `${Math.round((100 * part) / whole)} % (${part} of ${whole})`;
