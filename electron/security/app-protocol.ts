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

/**
 * Serves the built page to a session, out of memory: an address is looked up and joined to no path. By the older of Electron's two
 * ways: the newer one has Node load its fetch, which is a tenth of what main does before the page is there (docs/decisions/0083).
 * @param onRead a page has what its first paint needs
 */
export function servePage(
  session: Session,
  files: ReadonlyMap<string, PageFile>,
  onRead: () => void,
): void {
  const missing = namedIn(files.get("/index.html"));
  session.protocol.registerBufferProtocol(scheme, ({ url }, answer) => {
    const { host, pathname } = new URL(url);
    const file = host === "vault" ? files.get(pathname) : undefined;
    answer(
      file
        ? {
            data: file.bytes,
            headers: { ...headers, "content-type": file.type },
          }
        : { statusCode: 404, headers, data: Buffer.alloc(0) },
    );
    if (missing.delete(pathname) && missing.size === 0) onRead();
  });
}

/** The scripts and styles that a page names itself, as addresses. */
function namedIn(page: PageFile | undefined): Set<string> {
  const html = page?.bytes.toString("utf8") ?? "";
  const found = html.matchAll(/ (?:src|href)="\.(\/assets\/[^"]+)"/g);
  return new Set([...found].flatMap(([, address]) => address ?? []));
}
