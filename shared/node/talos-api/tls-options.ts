import { isIP } from "node:net";

/** For `tls.connect`: the name that is checked, and asked for where it is one (RFC 6066 §3 has no addresses). */
export function tlsOptions(host: string) {
  return {
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: ["h2"],
  };
}
