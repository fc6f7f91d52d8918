import { protocol, type Session } from "electron";
import { pageHeaders } from "../../shared/host/page/page-policy.ts";
import type { PageFile } from "../../shared/node/files/page-files.ts";
import { scheme } from "./page-address.ts";

const headers = pageHeaders("'none'");

/** Before the app is ready: pages of ours are secure and have an origin; nothing gets past the policy. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true },
    },
  ]);
}

/** Serves the built page to a session, out of memory: an address is looked up and joined to no path. */
export function servePage(
  session: Session,
  files: ReadonlyMap<string, PageFile>,
): void {
  session.protocol.handle(scheme, ({ url }) => {
    const { host, pathname } = new URL(url);
    const file = host === "vault" ? files.get(pathname) : undefined;
    if (!file) return new Response(null, { status: 404, headers });
    return new Response(new Uint8Array(file.bytes), {
      headers: { ...headers, "content-type": file.type },
    });
  });
}
