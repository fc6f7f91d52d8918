import type { Shown } from "../text/printable.ts";

/** What a notice is about: a click on it leads there. */
export type NoticeSubject = "certificates" | "sessions" | "vault" | "approvals";

/** What the surroundings of the window can do; in a browser some of it cannot be done, and then is null. */
export interface Desktop {
  readonly kind: "electron" | "browser";
  /** Null where only the page itself can write the clipboard. */
  readonly writeClipboard: ((text: string) => void) | null;
  /** Null where the clipboard cannot be read outside the page. */
  readonly readClipboard: (() => Promise<string>) | null;
  readonly clearClipboard: (() => void) | null;
  /** False where a path has to be typed instead. */
  readonly hasFileDialogs: boolean;
  notify(title: Shown, body: Shown, subject: NoticeSubject): void;
  /** Takes away what was notified and is still to be seen. */
  withdrawNotices(): void;
}
