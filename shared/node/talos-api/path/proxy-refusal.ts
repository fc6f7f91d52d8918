import { blocked, blockedBy } from "./stage-result.ts";

/** What the words of Node, of OpenSSL and of the SOCKS library say of a proxy that is there, and is another kind. */
const misfits: readonly (readonly [words: RegExp, sentence: string])[] = [
  [/HPE_/, "The proxy does not speak HTTP"],
  [/EPROTO|ERR_SSL_/, "The proxy does not speak TLS"],
  [
    /CERT|VERIFY|ALTNAME/,
    "This machine does not trust the certificate of the proxy",
  ],
  [/invalid socks version/i, "The proxy does not speak SOCKS5"],
];

/** Why there is no connection through a proxy: it is not there, or not what its address says. */
export function proxyTrouble(error: unknown) {
  const result = blockedBy("proxy", error);
  const { code, text } = result.trouble;
  const said = misfits.find(([words]) => words.test(`${code} ${text}`))?.[1];
  if (said === undefined) return result;
  const detail = code === "unknown" ? "" : ` (${code})`;
  return blocked("proxy", "proxy-misfit", `${said}${detail}.`);
}
