import { isIP } from "node:net";

/**
 * For `tls.connect`: the name that is asked for where it is one (RFC 6066 §3 has no addresses, and no final dot). That
 * the server is verified is said, whatever NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export function tlsOptions(host: string) {
  return {
    host,
    ...(isIP(host) ? {} : { servername: host.replace(/\.+$/, "") }),
    ALPNProtocols: ["h2"],
    rejectUnauthorized: true,
  };
}
