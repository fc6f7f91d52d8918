import { protocol, type Session } from "electron";
import {
  firstLookName,
  type FirstLook,
} from "../../shared/contract/first-look.ts";
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

export interface PageSource {
  readonly files: () => ReadonlyMap<string, PageFile>;
  /** What a page that is read now may draw before it has asked. */
  readonly look: () => FirstLook | null;
  /** A page has what its first paint needs. */
  readonly onRead: () => void;
}

/**
 * Serves the built page to a session, out of memory: an address is looked up and joined to no path. By the older of Electron's two
 * ways: the newer one has Node load its fetch, which is a tenth of what main does before the page is there (docs/decisions/0083).
 */
export function servePage(
  session: Session,
  { files, look, onRead }: PageSource,
): void {
  let missing: Set<string> | null = null;
  session.protocol.registerBufferProtocol(scheme, ({ url }, answer) => {
    const { host, pathname } = new URL(url);
    missing ??= namedIn(files().get("/index.html"));
    const isIndex = pathname === "/index.html";
    const file = host === "vault" ? files().get(pathname) : undefined;
    answer(
      file
        ? {
            data: isIndex ? withLook(file, look()) : file.bytes,
            headers: { ...headers, "content-type": file.type },
          }
        : { statusCode: 404, headers, data: Buffer.alloc(0) },
    );
    if (missing.delete(pathname) && missing.size === 0) onRead();
  });
}

/** The page with what it may draw at once: its JSON in base64, which is nothing but letters in an attribute. */
function withLook({ bytes }: PageFile, look: FirstLook | null): Buffer {
  if (look === null) return bytes;
  const content = Buffer.from(JSON.stringify(look)).toString("base64");
  const meta = `<meta name="${firstLookName}" content="${content}" />`;
  const [before = "", after = ""] = bytes.toString("utf8").split("<head>");
  return Buffer.from(`${before}<head>${meta}${after}`);
}

/** The scripts and styles that a page names itself, as addresses. */
function namedIn(page: PageFile | undefined): Set<string> {
  const html = page?.bytes.toString("utf8") ?? "";
  const found = html.matchAll(/ (?:src|href)="\.(\/assets\/[^"]+)"/g);
  return new Set([...found].flatMap(([, address]) => address ?? []));
}
