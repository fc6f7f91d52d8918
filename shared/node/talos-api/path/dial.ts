import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import type { PeerCertificate } from "node:tls";
import { SocksClient } from "socks";
import type { Stage } from "../../../core/diagnosis/probe.ts";
import type { DialAddress } from "../../../core/talosconfig/dial-address.ts";
import { readFields } from "../../../core/pki/certificate-fields.ts";
import {
  addressBytes,
  standsFor,
} from "../../../core/pki/verifying/server-name.ts";
import { machineAuthorities } from "../tls/machine-authorities.ts";
import { onAbort } from "../time-limit.ts";
import type { Proxy } from "./proxy.ts";
import { proxyTrouble } from "./proxy-refusal.ts";
import { lookup } from "./resolve.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "./stage-result.ts";

export interface Dialled {
  readonly socket: Duplex;
  /** What was connected to; null where a proxy did it. */
  readonly address: string | null;
}

/** Told when a stage begins. */
export type Entering = (stage: Stage) => void;

export const outOfTime = "timeout";

/** Opens a connection to an address: name, then TCP. */
export function dialDirectly(
  to: DialAddress,
  signal: AbortSignal,
  enter: Entering,
): Promise<StageResult<Dialled>> {
  return new Promise((resolve) => {
    let stage: Stage = isIP(to.host) > 0 ? "connect" : "name";
    enter(stage);
    const socket = connect({ ...to, autoSelectFamily: true, lookup });
    socket.setNoDelay(true);
    let isSettled = false;
    const settle = (result: StageResult<Dialled>) => {
      if (isSettled) return;
      isSettled = true;
      stopListening();
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const stopListening = onAbort(signal, () =>
      settle(blocked(stage, outOfTime, "Nothing answered in time.")),
    );
    socket.once("lookup", (error) => {
      if (error || isSettled) return;
      stage = "connect";
      enter(stage);
    });
    socket.once("connect", () =>
      settle(through({ socket, address: socket.remoteAddress ?? null })),
    );
    socket.on("error", (error) => settle(blockedBy(stage, error)));
  });
}

/** Opens a connection through a proxy, which resolves a name itself. It never goes past the proxy. */
export async function dialThrough(
  proxy: Proxy,
  to: DialAddress,
  signal: AbortSignal,
  enter: Entering,
): Promise<StageResult<Dialled>> {
  enter("proxy");
  return proxy.scheme === "socks5"
    ? throughSocks(proxy, to, signal)
    : throughConnect(proxy, to, signal);
}

async function throughSocks(
  { address, login }: Proxy,
  to: DialAddress,
  signal: AbortSignal,
): Promise<StageResult<Dialled>> {
  // The library's own connection to the proxy cannot be cancelled, so it gets a connection that is there.
  const reached = await dialDirectly(address, signal, () => undefined);
  if (!reached.ok) return { ok: false, trouble: atProxy(reached.trouble) };
  const { socket: existing } = reached.value;
  const stopListening = onAbort(signal, () => existing.destroy());
  try {
    const { socket } = await SocksClient.createConnection({
      command: "connect",
      destination: { ...to, host: shortest(to.host) },
      existing_socket: existing,
      proxy: {
        ...address,
        type: 5,
        ...(login ? { userId: login.user, password: login.password } : {}),
      },
    });
    return through({ socket, address: null });
  } catch (error) {
    existing.destroy();
    if (signal.aborted)
      return blocked("proxy", outOfTime, "The proxy did not answer in time.");
    const result = proxyTrouble(error);
    const { code, text } = result.trouble;
    if (code !== "unknown") return result;
    const isClosed = /socket closed/i.test(text);
    return blocked("proxy", isClosed ? "closed" : "socks5", text);
  } finally {
    stopListening();
  }
}

/** An IPv4 address as such, also where it is written as IPv6: a SOCKS message has a kind for each. */
function shortest(host: string): string {
  const bytes = addressBytes(host);
  return bytes?.length === 4 ? bytes.join(".") : host;
}

/** HTTP CONNECT (RFC 9110 §9.3.6). */
function throughConnect(
  { scheme, address, login }: Proxy,
  to: DialAddress,
  signal: AbortSignal,
): Promise<StageResult<Dialled>> {
  const host = to.host.includes(":") ? `[${to.host}]` : to.host;
  const target = `${host}:${String(to.port)}`;
  const basic = login
    ? Buffer.from(`${login.user}:${login.password}`).toString("base64")
    : null;
  return new Promise((resolve) => {
    const request = scheme === "https" ? httpsRequest : httpRequest;
    const asked = request({
      method: "CONNECT",
      host: address.host,
      port: address.port,
      path: target,
      agent: false,
      // Node would take the name in the Host header, which is not the proxy's.
      servername: isIP(address.host) > 0 ? "" : address.host,
      ...(scheme === "https" ? proxyTrust(address.host) : {}),
      headers: {
        host: target,
        ...(basic ? { "proxy-authorization": `Basic ${basic}` } : {}),
      },
    });
    const settle = (result: StageResult<Dialled>) => {
      stopListening();
      if (!result.ok) asked.destroy();
      resolve(result);
    };
    const stopListening = onAbort(signal, () =>
      settle(blocked("proxy", outOfTime, "The proxy did not answer in time.")),
    );
    const refused = ({ statusCode = 0, statusMessage = "" }) =>
      settle(
        blocked(
          "proxy",
          `http-${String(statusCode)}`,
          `${String(statusCode)} ${statusMessage}`,
        ),
      );
    asked.once("connect", (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        refused(response);
        return;
      }
      if (head.length > 0) socket.unshift(head);
      settle(through({ socket, address: null }));
    });
    asked.once("response", refused);
    asked.on("error", (error) => settle(proxyTrouble(error)));
    asked.end();
  });
}

/** As Go: what this machine trusts, and alternative names alone; whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
function proxyTrust(host: string) {
  const ca = machineAuthorities();
  return {
    rejectUnauthorized: true,
    ...(ca ? { ca: [...ca] } : {}),
    checkServerIdentity: (_host: string, { raw }: PeerCertificate) => {
      const names = readFields(new Uint8Array(raw))?.names ?? null;
      if (standsFor(names, host)) return undefined;
      const code = "ERR_TLS_CERT_ALTNAME_INVALID";
      return Object.assign(new Error("It has no such name."), { code });
    },
  };
}

function atProxy<T extends { readonly stage: Stage }>(trouble: T): T {
  return { ...trouble, stage: "proxy" };
}
