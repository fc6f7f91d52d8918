/** Where a connection goes: a host without brackets, and a port. */
export interface DialAddress {
  readonly host: string;
  readonly port: number;
}

/** The parts of `host:port` or `[address]:port`, as `judgeEndpoint` gives them. */
export function dialAddress(dials: string): DialAddress {
  const at = dials.lastIndexOf(":");
  return {
    host: dials.slice(0, at).replace(/^\[|\]$/g, ""),
    port: Number(dials.slice(at + 1)),
  };
}
