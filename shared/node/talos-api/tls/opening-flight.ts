import { Duplex } from "node:stream";

const headerBytes = 5;
const changeCipherSpec = 20;
const handshake = 22;
const clientHello = 1;

/**
 * The network for a TLS client that shall only begin a handshake: its ClientHello goes out, everything after it does not
 * (RFC 8446 §4.4: what comes next is the client's certificate, or the word that it has none). `onAnswer` is told when
 * the client would answer: then it has read all that the server shows of itself.
 */
export class OpeningFlight extends Duplex {
  readonly #network: Duplex;
  readonly #onAnswer: () => void;
  #hasAnswered = false;
  /** Bytes of a record that is not complete. */
  #part: Buffer = Buffer.alloc(0);

  constructor(network: Duplex, onAnswer: () => void) {
    super();
    this.#network = network;
    this.#onAnswer = onAnswer;
    network.on("data", (bytes) => {
      if (!this.push(bytes)) network.pause();
    });
    network.on("end", () => this.push(null));
    network.on("error", (error: Error) => this.destroy(error));
    network.on("close", () => this.destroy());
  }

  override _read(): void {
    this.#network.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#part = Buffer.concat([this.#part, bytes]);
    for (;;) {
      const record = this.#takeRecord();
      if (record === null) break;
      if (!this.#hasAnswered && beginsHandshake(record))
        this.#network.write(record);
      else this.#answer();
    }
    done();
  }

  override _destroy(
    error: Error | null,
    done: (error: Error | null) => void,
  ): void {
    this.#network.destroy();
    done(error);
  }

  #answer(): void {
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    this.#onAnswer();
  }

  /** The next complete record (RFC 8446 §5.1); null: there is none yet. */
  #takeRecord(): Buffer | null {
    const part = this.#part;
    if (part.length < headerBytes) return null;
    const end = headerBytes + part.readUInt16BE(headerBytes - 2);
    if (part.length < end) return null;
    this.#part = part.subarray(end);
    return part.subarray(0, end);
  }
}

/** A ClientHello, or the empty message that goes before a second one after a HelloRetryRequest. */
function beginsHandshake(record: Buffer): boolean {
  const [type] = record;
  if (type === changeCipherSpec) return true;
  return type === handshake && record[headerBytes] === clientHello;
}
