import type { ClientHttp2Stream } from "node:http2";
import { PassThrough } from "node:stream";

/**
 * Lets a stream be read after it was closed. Node says `Premature close` to whoever begins to read an HTTP/2 stream whose
 * last frame has come, though all of it is there: `closed` means another thing there than in other streams. An answer of
 * a node is small and comes in one piece, so that its end is often there before gRPC's library begins to read.
 */
export function forLateReader(stream: ClientHttp2Stream): ClientHttp2Stream {
  const body = new PassThrough();
  // The stream's own error says what is the matter.
  body.on("error", () => undefined);
  stream.pipe(body);
  stream.once("close", () => {
    if (!body.writableEnded) body.destroy(new Error("The answer broke off."));
  });
  return Object.assign(stream, {
    [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
  });
}
