/** The five bytes before each message: whether it is compressed, and how long it is. */
const frameHeaderBytes = 5;

export type FirstMessage =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  /** There is more to come. */
  | { readonly kind: "part" }
  /** It is compressed, or longer than anybody reads here. */
  | { readonly kind: "unreadable" };

/**
 * The first message of a call, as far as it came (gRPC over HTTP/2, Length-Prefixed-Message). `longest`: of a message
 * that is read, in bytes.
 */
export function firstMessage(come: Uint8Array, longest: number): FirstMessage {
  if (come.length < frameHeaderBytes) return { kind: "part" };
  const view = new DataView(come.buffer, come.byteOffset, come.byteLength);
  const length = view.getUint32(1);
  if (view.getUint8(0) !== 0 || length > longest) return { kind: "unreadable" };
  const end = frameHeaderBytes + length;
  return come.length < end
    ? { kind: "part" }
    : { kind: "whole", bytes: come.subarray(frameHeaderBytes, end) };
}
