// A connection to the session bus, as long as one question to the keychain takes.
import { ownRuntime } from "../../system/runtimes/own-runtime.ts";
import type { Wire } from "../../system/runtimes/runtime.ts";
import {
  decodeAnswer,
  encodeCall,
  messageLength,
  type Answer,
  type Call,
  type List,
} from "./dbus-message.ts";

/** An error of the service's own, by its D-Bus name. */
export class BusError extends Error {}

/**
 * Somebody listens where the bus should be, and does not take us. No library is asked then: libdbus and GLib wait without end for
 * such a one, in a thread that nothing stops.
 */
export class BusRefusal extends Error {
  /** It said nothing in time, which a busy one may do; what else it did it does again. */
  readonly isLate: boolean;

  constructor(path: string, what: string, isLate: boolean) {
    super(`The session bus at ${path.replace("\0", "@")} ${what}.`);
    this.isLate = isLate;
  }
}

const hello: Call = {
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
  member: "Hello",
  signature: "",
  body: [],
};

/**
 * The socket of the session bus by DBUS_SESSION_BUS_ADDRESS, else `bus` in the run folder, as libdbus looks for it; a name in
 * the abstract namespace begins with a zero byte. Null: there is none that a socket leads to.
 */
export function sessionBus(environment: NodeJS.ProcessEnv): string | null {
  const address = environment["DBUS_SESSION_BUS_ADDRESS"];
  const runtime = environment["XDG_RUNTIME_DIR"];
  if (address === undefined)
    return runtime?.startsWith("/") ? `${runtime}/bus` : null;
  for (const one of address.split(";")) {
    const found = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(one);
    if (!found) continue;
    const path = decodeURIComponent(found[2] ?? "");
    return found[1] === "path" ? path : `\0${path}`;
  }
  return null;
}

const newline = 0x0a;
/** Bytes: a word, and the number of the bus. */
const longestWelcome = 1024;

/** Calls of one service, one after the other. */
export class BusConnection {
  #wire: Wire | null = null;
  #late: NodeJS.Timeout | null = null;
  #received: Buffer = Buffer.alloc(0);
  #isTaken = false;
  #isOver = false;
  #refusal: BusRefusal | null = null;
  readonly #path: string;
  #serial = 0;
  readonly #waiting = new Map<number, (answer: Answer | Error) => void>();

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Connected and greeted. Throws when there is no bus, and `BusRefusal` where it does not take us. It ends after so many milliseconds,
   * whatever it waits for.
   */
  static async open(path: string, patienceMs: number): Promise<BusConnection> {
    const connection = new BusConnection(path);
    connection.#late = setTimeout(() => {
      if (!connection.#isTaken) connection.#refuse("does not answer", true);
      connection.close();
    }, patienceMs);
    try {
      const runtime = await ownRuntime();
      connection.#wire = await runtime.connect(path, {
        onBytes: (bytes) => connection.#take(bytes),
        onClose: () => connection.close(),
      });
      const uid = Buffer.from(String(process.getuid?.() ?? "")).toString("hex");
      // In one go, as sd-bus does: a bus that does not take us reads no further than it has to.
      connection.#wire?.send(`\0AUTH EXTERNAL ${uid}\r\nBEGIN\r\n`);
      await connection.call("org.freedesktop.DBus", hello);
      return connection;
    } catch (error) {
      connection.close();
      throw connection.#refusal ?? error;
    }
  }

  #refuse(what: string, isLate = false): void {
    if (this.#wire !== null)
      this.#refusal = new BusRefusal(this.#path, what, isLate);
  }

  /** The body of the answer. Throws `BusError` with the name of the service's error, and when the connection ends. */
  async call(destination: string, call: Call): Promise<List> {
    const serial = ++this.#serial;
    const answered = new Promise<Answer | Error>((resolve) =>
      this.#waiting.set(serial, resolve),
    );
    if (this.#isOver || this.#wire === null) throw isOver();
    this.#wire.send(encodeCall(serial, destination, call));
    const answer = await answered;
    if (answer instanceof Error) throw answer;
    if (answer.error !== null) throw new BusError(answer.error);
    return answer.body;
  }

  /** Whoever waits is told that nothing comes any more. */
  close(): void {
    this.#isOver = true;
    if (this.#late) clearTimeout(this.#late);
    this.#wire?.close();
    for (const end of this.#waiting.values()) end(isOver());
    this.#waiting.clear();
  }

  #take(bytes: Uint8Array): void {
    if (this.#isOver) return;
    this.#received = Buffer.concat([this.#received, bytes]);
    try {
      if (!this.#isTaken && !this.#readWelcome()) return;
      for (;;) {
        const length = messageLength(this.#received);
        if (length === null || this.#received.length < length) return;
        const message = this.#received.subarray(0, length);
        this.#received = this.#received.subarray(length);
        const answer = decodeAnswer(message);
        if (answer === null) continue;
        this.#waiting.get(answer.replyTo)?.(answer);
        this.#waiting.delete(answer.replyTo);
      }
    } catch {
      this.close();
    }
  }

  /** False: the bus has not said yet whether it takes us. Throws where it does not. */
  #readWelcome(): boolean {
    const end = this.#received.indexOf(newline);
    if (end < 0 && this.#received.length <= longestWelcome) return false;
    if (end < 0 || this.#received.toString("latin1", 0, 3) !== "OK ") {
      const isWord = end >= 0 && this.#received.indexOf("REJECTED") === 0;
      this.#refuse(isWord ? "refuses us" : "does not speak D-Bus");
      throw isOver();
    }
    this.#received = this.#received.subarray(end + 1);
    this.#isTaken = true;
    return true;
  }
}

function isOver(): Error {
  return new Error("the session bus ended the connection");
}
