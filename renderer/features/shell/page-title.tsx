import { useEffect, useRef } from "react";
import { shortcutFor } from "../../../shared/contract/shortcuts.ts";
import { areAddressesKept } from "../../address-names.ts";
import type { Route } from "../../routes.ts";
import { useAnnounce } from "../../ui/announcer.tsx";
import { WindowTitle } from "../../ui/window-title.tsx";
import { nameAsText } from "../names/name-as-text.ts";
import { useRow } from "../rows/index.ts";

/** The title of the window follows page and context; another page is read out. */
export function PageTitle({ route }: { readonly route: Route }) {
  const announce = useAnnounce();
  const page = shortcutFor(route.page).text.replace("…", "");
  const name = route.page === "contexts" ? route.name : null;
  const row = useRow(name ?? "");
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (before.current !== page)
      announce(before.current === null ? `The vault is open. ${page}` : page);
    before.current = page;
  }, [announce, page]);
  // A browser keeps titles, as it keeps addresses.
  const isUnsaid = name === null || areAddressesKept();
  const subject = isUnsaid ? "" : `${nameAsText(name, row)} – `;
  return <WindowTitle of={`${subject}${page}`} />;
}
