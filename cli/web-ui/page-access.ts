import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const keyBytes = 32;
const cookieName = "talos-vault";
const pageKeyHeader = "x-talos-vault-page";

export const newKey = () => randomBytes(keyBytes).toString("base64url");

/**
 * Who may talk to the browser host: the one page that came with the one-time token. Its cookie is out of reach
 * of scripts and of other sites; its page key is in no cookie, because cookies do not know ports and any other
 * server on this machine is sent them.
 */
export class Access {
  #token: string | null;
  #cookie: string | null = null;
  #page: string | null = null;

  constructor(token: string) {
    this.#token = token;
  }

  /** Exchanges the one-time token. Null when it is wrong, or was used. */
  exchange(
    token: unknown,
  ): { readonly cookie: string; readonly page: string } | null {
    if (this.#token === null || !isSame(token, this.#token)) return null;
    this.#token = null;
    this.#cookie = newKey();
    this.#page = newKey();
    const cookie = `${cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`;
    return { cookie, page: this.#page };
  }

  isAllowed({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? "").split(/;\s*/);
    const cookie = cookies
      .find((one) => one.startsWith(`${cookieName}=`))
      ?.slice(cookieName.length + 1);
    return (
      this.#cookie !== null &&
      isSame(cookie, this.#cookie) &&
      isSame(headers[pageKeyHeader], this.#page ?? "")
    );
  }
}

/**
 * True when a request came to our own address from our own page: the host's name is the one we printed, so no
 * DNS name was rebound to it; whatever is not a plain visit has our origin.
 */
export function isOwn(
  { headers, method }: IncomingMessage,
  host: string,
): boolean {
  if (headers.host !== host) return false;
  const site = headers["sec-fetch-site"];
  const isVisit = method === "GET" || method === "HEAD";
  if (
    site !== undefined &&
    site !== "same-origin" &&
    !(isVisit && site === "none")
  )
    return false;
  if (headers.origin !== undefined) return headers.origin === `http://${host}`;
  return isVisit;
}

function isSame(given: unknown, wanted: string): boolean {
  if (typeof given !== "string") return false;
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
