// A connection to the session bus, as long as one question to the keychain takes.
import { createConnection, type Socket } from "node:net";
import { once } from "node:events";
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

/** Calls of one service, one after the other. */
export class BusConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #serial = 0;
  readonly #waiting = new Map<number, (answer: Answer | Error) => void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connected and greeted. Throws when there is no bus, or it does not take us. `signal` ends the connection whenever. */
  static async open(path: string, signal: AbortSignal): Promise<BusConnection> {
    const socket = createConnection({ path, signal });
    const connection = new BusConnection(socket);
    for (const event of ["error", "close"] as const)
      socket.on(event, () => connection.#fail());
    try {
      await once(socket, "connect", { signal });
      const uid = Buffer.from(String(process.getuid?.() ?? "")).toString("hex");
      socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
      const [line] = (await once(socket, "data", { signal })) as [Buffer];
      if (!line.toString("latin1").startsWith("OK "))
        throw new Error("the session bus does not take us");
      socket.write("BEGIN\r\n");
      socket.on("data", (chunk: Buffer) => connection.#take(chunk));
      await connection.call("org.freedesktop.DBus", hello);
      return connection;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  /** The body of the answer. Throws `BusError` with the name of the service's error, and when the connection ends. */
  async call(destination: string, call: Call): Promise<List> {
    const serial = ++this.#serial;
    const answered = new Promise<Answer | Error>((resolve) =>
      this.#waiting.set(serial, resolve),
    );
    this.#socket.write(encodeCall(serial, destination, call));
    const answer = await answered;
    if (answer instanceof Error) throw answer;
    if (answer.error !== null) throw new BusError(answer.error);
    return answer.body;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    try {
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
      this.#fail();
    }
  }

  #fail(): void {
    this.#socket.destroy();
    for (const end of this.#waiting.values())
      end(new Error("the session bus ended the connection"));
    this.#waiting.clear();
  }
}
