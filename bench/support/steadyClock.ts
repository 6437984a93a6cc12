/** Milliseconds of a clock that is the same in every process of this machine, and only goes forward. */
export const steadyMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;
