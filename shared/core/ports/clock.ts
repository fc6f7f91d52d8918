/** Time, so that nothing in the core reads a clock of its own. */
export interface Clock {
  /** Wall time. It may jump in either direction. */
  now(): Date;
  /** Milliseconds since an arbitrary moment; never goes back, may stand still during suspend. */
  monotonicMs(): number;
}
