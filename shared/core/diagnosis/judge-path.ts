import type { Trouble } from "./probe.ts";
import type { VerdictCode } from "./verdict.ts";

/** What is wrong with what the context says. */
export function judgeContext({ code }: Trouble): VerdictCode {
  return contextCodes[code] ?? "credential-broken";
}

const contextCodes: Readonly<Record<string, VerdictCode>> = {
  "no-endpoints": "no-endpoints",
  offline: "offline",
  endpoint: "endpoint-broken",
};

export function judgeConnection({ code }: Trouble): VerdictCode {
  return connectCodes[code] ?? "unreachable";
}

const connectCodes: Readonly<Record<string, VerdictCode>> = {
  ECONNREFUSED: "refused",
  timeout: "filtered",
  ETIMEDOUT: "filtered",
  ECONNRESET: "closed",
};

export function judgeProxy({ code, text }: Trouble): VerdictCode {
  if (code === "proxy-url" || code === "proxy-misfit") return "proxy-broken";
  if (code === "http-407" || /authentication/i.test(text)) return "proxy-login";
  return /^(http-|socks5$)/.test(code) ? "proxy-refused" : "proxy-down";
}

export function judgeHandshake({ code, alert }: Trouble): VerdictCode {
  if (code === "timeout") return "silent";
  const isClosed = ["closed", "ECONNRESET", "EPIPE"].includes(code);
  if (alert === null) return isClosed ? "closed" : "not-tls";
  return "tls-incompatible";
}
