import { shortName } from "./few-names.ts";
import { momentText } from "./moment-text.ts";

/** A credential that a context had before the one that it has now. */
export interface EarlierCredential {
  /** The context's name now. */
  readonly context: string;
  /** RFC 3339; null: that it was replaced shows only in that the vault has another one. */
  readonly replacedAt: string | null;
}

/** In a sentence: `an earlier credential of "lab", replaced on 2026-11-24 20:52 UTC`. */
export function earlierCredentialText({
  context,
  replacedAt,
}: EarlierCredential): string {
  const when =
    replacedAt === null
      ? ""
      : `, replaced on ${momentText(new Date(replacedAt))}`;
  return `an earlier credential of "${shortName(context)}"${when}`;
}
