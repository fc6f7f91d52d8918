import type { ServerHttp2Stream } from "node:http2";
import { firstMessage } from "../../core/gateway/calls/first-message.ts";
import { limits } from "../../core/limits.ts";

/** How far a call was read before it is passed on. */
export interface FirstRead {
  readonly bytes: Buffer;
  /** The first message; null: none came, it is compressed, too long, or somebody else's format. */
  readonly message: Uint8Array | null;
  /** The client says nothing more. */
  readonly isEnded: boolean;
}

/**
 * Reads a call up to the end of its first message, and pauses it. Null: the client gave up, or did not send one in time.
 * `timeMs`: for that.
 */
export function readFirstMessage(
  stream: ServerHttp2Stream,
  timeMs = limits.gatewayMessageTime.most * 1000,
): Promise<FirstRead | null> {
  return new Promise((resolve) => {
    let come: Buffer = Buffer.alloc(0);
    const settle = (read: FirstRead | null) => {
      clearTimeout(timer);
      stream.off("data", onData);
      stream.off("end", onEnd);
      stream.off("close", onClose);
      stream.pause();
      resolve(read);
    };
    const look = (isEnded: boolean) => {
      const first = firstMessage(come, limits.gatewayMessage.most);
      if (first.kind === "part" && !isEnded) return;
      const message = first.kind === "whole" ? first.bytes : null;
      settle({ bytes: come, message, isEnded });
    };
    const onData = (chunk: Buffer) => {
      come = come.length === 0 ? chunk : Buffer.concat([come, chunk]);
      look(false);
    };
    const onEnd = () => look(true);
    const onClose = () => settle(null);
    const timer = setTimeout(() => settle(null), timeMs);
    stream.on("data", onData);
    stream.once("end", onEnd);
    stream.once("close", onClose);
    if (stream.readableEnded) look(true);
  });
}
