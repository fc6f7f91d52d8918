import type { WebContents } from "electron";
import {
  channelNames,
  droppedChannel,
  eventChannel,
} from "../../shared/contract/channels.ts";
import type { WireResult } from "../../shared/contract/wire.ts";
import type { Host } from "../../shared/host/host.ts";
import { isTrustedSender } from "./trusted-sender.ts";

const refusal: WireResult<never> = {
  ok: false,
  error: {
    code: "usage",
    severity: "error",
    message: "That call did not come from the vault's own page.",
    next: "Close the window and open it again.",
    actions: [],
  },
};

/**
 * Answers the calls of one window by going through the contract, and passes events on to it. A call is judged when it comes, and
 * answered when the host is there.
 * @param onCall the page has called
 */
export function register(
  contents: WebContents,
  served: Promise<Host>,
  onCall: () => void,
): void {
  for (const name of channelNames)
    contents.ipc.handle(name, async (event, request: unknown) => {
      if (!isTrustedSender(event, contents)) return refusal;
      onCall();
      return (await served).call(name, request);
    });
  contents.ipc.handle(droppedChannel, async (event, path: unknown) =>
    isTrustedSender(event, contents) && typeof path === "string"
      ? (await served).keepDropped(path)
      : "",
  );
  void passEvents(contents, served);
}

async function passEvents(
  contents: WebContents,
  served: Promise<Host>,
): Promise<void> {
  const host = await served;
  if (contents.isDestroyed()) return;
  const stop = host.listen((event) => {
    if (!contents.isDestroyed()) contents.send(eventChannel, event);
  });
  contents.once("destroyed", stop);
}
