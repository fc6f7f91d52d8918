import {
  constants,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { onAbort } from "../talos-api/time-limit.ts";
import type { FirstRead } from "./read-first-message.ts";
import { unavailable, type OwnEnd } from "./grpc-codes.ts";
import {
  codeIn,
  endHeaders,
  endTrailers,
  passedOn,
  type RawHeaders,
} from "./headers.ts";
import type { UpstreamSession } from "./upstream.ts";

/** What becomes of a call, written down while it goes on. */
export interface Counted {
  bytesUp: number;
  bytesDown: number;
  /** gRPC's code; null: the node or the client ended it without one. */
  code: number | null;
  /** Ours, where the connection to the node was lost. */
  message: string | null;
}

export interface CallToPass {
  readonly stream: ServerHttp2Stream;
  readonly method: string;
  readonly raw: RawHeaders;
  /** Null: nothing was read of it. */
  readonly first: FirstRead | null;
  readonly upstream: UpstreamSession;
  readonly counted: Counted;
  /** Resolves before the client hears anything: with what it hears in place of the node's answer, or null. */
  readonly refusal: Promise<OwnEnd | null>;
  /** Resolves when the client may hear the end: one that has heard it is gone. */
  readonly mayEnd: Promise<void>;
  /** When it is cut, and with what word; null: it goes on as long as both sides want. */
  readonly limit: { readonly signal: AbortSignal; readonly end: OwnEnd } | null;
}

/**
 * Carries one call to the node and its answer back: headers, messages and trailers unchanged, each side as fast as the
 * other reads.
 */
export function forwardCall(call: CallToPass): void {
  const { stream, method, raw, upstream, counted } = call;
  let up: ClientHttp2Stream;
  try {
    up = upstream.session.request({
      ...passedOn(raw),
      ":method": "POST",
      ":scheme": "https",
      ":path": method,
      ":authority": upstream.authority,
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : "unknown";
    const own = unavailable(`The call could not be sent (${text}).`);
    Object.assign(counted, own);
    endWith(stream, own);
    return;
  }
  new Passage(call, up).start();
}

/** Node would add a header of its own (an option that its types do not name). */
const noDate = { sendDate: false };

/** Ends a call of which no answer has begun, or the one that has. */
export function endWith(
  stream: ServerHttp2Stream,
  { code, message }: OwnEnd,
): void {
  if (stream.destroyed || stream.closed) return;
  if (!stream.headersSent)
    stream.respond(endHeaders(code, message), {
      endStream: true,
      ...noDate,
    });
  else stream.end();
  // What the client still sends is nobody's.
  stream.resume();
}

class Passage {
  readonly #call: CallToPass;
  readonly #up: ClientHttp2Stream;
  #trailers: OutgoingHttpHeaders | null = null;
  #isWholeAnswer = false;
  #isCut = false;

  constructor(call: CallToPass, up: ClientHttp2Stream) {
    this.#call = call;
    this.#up = up;
  }

  start(): void {
    this.#carryUp();
    this.#carryDown();
    const { stream, limit, refusal } = this.#call;
    void refusal.then((end) => end && this.#refuse(end));
    if (limit)
      stream.once(
        "close",
        onAbort(limit.signal, () => this.#cut()),
      );
  }

  #cut(): void {
    this.#isCut = true;
    this.#up.close(constants.NGHTTP2_CANCEL);
  }

  #carryUp(): void {
    const { stream, first, counted } = this.#call;
    const up = this.#up;
    if (first && first.bytes.length > 0) {
      counted.bytesUp += first.bytes.length;
      up.write(first.bytes);
    }
    if (first?.isEnded === true) up.end();
    else {
      stream.on("data", (chunk: Buffer) => (counted.bytesUp += chunk.length));
      stream.pipe(up);
    }
    stream.once("close", () => {
      // The client gave up: the node is told at once.
      if (!up.closed) up.close(constants.NGHTTP2_CANCEL);
    });
    stream.on("error", () => undefined);
  }

  #carryDown(): void {
    const { counted } = this.#call;
    const up = this.#up;
    up.on("response", (headers, flags, ...more) => {
      // Node's own types do not name the third.
      const [raw] = more as unknown as [RawHeaders];
      void this.#unlessRefused(() => this.#respond(headers, flags, raw));
    });
    up.on("trailers", (headers: IncomingHttpHeaders, _flags, ...more) => {
      counted.code = codeIn(headers);
      this.#trailers = passedOn((more as unknown as [RawHeaders])[0]);
    });
    up.once("end", () => {
      // A session that is destroyed ends its streams as if the node had ended them.
      const isCut = this.#call.upstream.session.destroyed;
      const isGood = up.rstCode === constants.NGHTTP2_NO_ERROR;
      this.#isWholeAnswer = isGood && (this.#trailers !== null || !isCut);
    });
    up.on("error", () => undefined);
    up.once("close", () => void this.#unlessRefused(() => this.#endDown()));
  }

  /** What a node says waits there until it is known that the client may hear it, and in its order. */
  async #unlessRefused(pass: () => void): Promise<void> {
    if ((await this.#call.refusal) === null) pass();
  }

  #respond(
    headers: IncomingHttpHeaders & IncomingHttpStatusHeader,
    flags: number,
    raw: RawHeaders,
  ): void {
    const { stream, counted } = this.#call;
    if (stream.destroyed || stream.closed) return;
    const answer = { ":status": headers[":status"], ...passedOn(raw) };
    if ((flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0) {
      counted.code = codeIn(headers);
      this.#isWholeAnswer = true;
      this.#up.resume();
      void this.#onceItMayEnd(() => this.#respondAtOnce(answer));
      return;
    }
    const how = { waitForTrailers: true, ...noDate };
    if (!this.#isSent(() => stream.respond(answer, how))) {
      this.#refuse(this.#unfit());
      return;
    }
    stream.once(
      "wantTrailers",
      () => void this.#onceItMayEnd(() => this.#sendTrailers()),
    );
    this.#up.on("data", (chunk: Buffer) => (counted.bytesDown += chunk.length));
    this.#up.pipe(stream, { end: false });
    // One that was reset ends as well; what becomes of it is known when it is closed.
    this.#up.once("end", () => this.#isWholeAnswer && stream.end());
  }

  async #onceItMayEnd(end: () => void): Promise<void> {
    const { stream, mayEnd } = this.#call;
    await mayEnd;
    if (!stream.destroyed && !stream.closed) end();
  }

  /** The whole answer is headers. */
  #respondAtOnce(answer: OutgoingHttpHeaders): void {
    const { stream } = this.#call;
    const how = { endStream: true, ...noDate };
    if (!this.#isSent(() => stream.respond(answer, how)))
      this.#refuse(this.#unfit());
  }

  #sendTrailers(): void {
    const { stream } = this.#call;
    const trailers = this.#trailers;
    if (trailers && this.#isSent(() => stream.sendTrailers(trailers))) return;
    const own = trailers ? this.#unfit() : this.#lose();
    stream.sendTrailers(endTrailers(own.code, own.message));
  }

  /** Node takes headers from a server that it sends to nobody: one that may stand there once, twice. */
  #isSent(send: () => void): boolean {
    try {
      send();
      return true;
    } catch {
      return false;
    }
  }

  /** An answer that has not begun ends with our word, and the node with it. */
  #refuse(own: OwnEnd): void {
    this.#isWholeAnswer = true;
    void this.#onceItMayEnd(() => endWith(this.#call.stream, own));
    this.#up.close(constants.NGHTTP2_CANCEL);
  }

  #unfit(): OwnEnd {
    const own = unavailable(
      "The node's answer has headers that none can have.",
    );
    Object.assign(this.#call.counted, own);
    return own;
  }

  /** The node's side is over: so is the client's, with what the node said, or with our word that it was lost. */
  #endDown(): void {
    const { stream, upstream } = this.#call;
    if (stream.destroyed || stream.closed) return;
    if (this.#isWholeAnswer) {
      // It may have come before the client had said everything.
      stream.resume();
      return;
    }
    // The node's own way to end it: what it refused so, gRPC's clients may try again.
    if (!this.#isCut && !upstream.session.destroyed)
      void this.#onceItMayEnd(() => stream.close(this.#up.rstCode));
    else if (stream.headersSent) stream.end();
    else {
      const own = this.#lose();
      void this.#onceItMayEnd(() => endWith(stream, own));
    }
  }

  #lose(): OwnEnd {
    const { limit } = this.#call;
    const own =
      limit && this.#isCut
        ? limit.end
        : unavailable("The connection to the node was lost.");
    Object.assign(this.#call.counted, own);
    return own;
  }
}
