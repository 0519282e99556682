/** Now, in milliseconds of the clock that the spans of a port are measured by. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
