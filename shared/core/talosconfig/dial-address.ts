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
    port: portNumber(dials.slice(at + 1)) ?? 0,
  };
}

/** Names of ports that Go knows on every machine (net/lookup.go). */
const services: ReadonlyMap<string, number> = new Map(
  Object.entries({
    domain: 53,
    ftp: 21,
    ftps: 990,
    gopher: 70,
    http: 80,
    https: 443,
    imap2: 143,
    imap3: 220,
    imaps: 993,
    pop3: 110,
    pop3s: 995,
    smtp: 25,
    ssh: 22,
    telnet: 23,
  }),
);
const highestPort = 65_535;

/** A port as Go reads it: a number, with zeros or a plus in front of it as well, or a name; null for another text. */
export function portNumber(text: string): number | null {
  const named = services.get(text.toLowerCase());
  if (named !== undefined) return named;
  const number = Number(text);
  const isPort = /^\+?\d+$/.test(text) && number > 0 && number <= highestPort;
  return isPort ? number : null;
}
