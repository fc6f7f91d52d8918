import { momentText } from "../../shared/core/moment-text.ts";
import type { StoredContext } from "../../shared/core/vault/document.ts";
import type { Terminal } from "../terminal.ts";

/** Says that what a new certificate, valid from `since`, takes the place of goes on opening the cluster, where it does. */
export function tellOldStays(
  terminal: Terminal,
  { metadata }: StoredContext,
  since: Date,
): void {
  const end = metadata.certificate?.notAfter;
  if (end && end > since)
    terminal.say(
      `The old certificate cannot be revoked: it stays valid until ${momentText(end)}.`,
    );
}
