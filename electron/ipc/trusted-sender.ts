import type { IpcMainInvokeEvent, WebContents } from "electron";
import { isPage } from "../security/page-address.ts";

/** True for a call of our own page in the top frame of its own window, and of nothing else. */
export function isTrustedSender(
  { senderFrame, sender }: Pick<IpcMainInvokeEvent, "senderFrame" | "sender">,
  window: WebContents,
): boolean {
  return (
    sender === window &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame === window.mainFrame &&
    isPage(senderFrame.url)
  );
}
