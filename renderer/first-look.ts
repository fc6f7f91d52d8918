import {
  firstLookName,
  type FirstLook,
} from "../shared/contract/first-look.ts";

/** What main expects to answer, where it came with the page: in the desktop app, before its host is there. */
export function firstLook(): FirstLook | null {
  const found = document.querySelector<HTMLMetaElement>(
    `meta[name="${firstLookName}"]`,
  );
  if (!found) return null;
  const bytes = Uint8Array.from(atob(found.content), (one) =>
    one.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as FirstLook;
}
