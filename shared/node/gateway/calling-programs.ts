import type { ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import type { CallProcess } from "../../core/gateway/calls/call-record.ts";
import type { Connection } from "./held-calls.ts";

/** Begins to look for the program at the other end of a connection; its end says which it is, null: nobody can say. */
export type LookForClient = (
  connection: Connection,
  isV6: boolean,
) => () => Promise<CallProcess | null>;

type Finding = () => Promise<CallProcess | null>;

/** Which program is at the other end of each connection, from when it connects until it is gone. */
export class Clients {
  readonly #look: LookForClient;
  readonly #known = new Map<string, Finding>();

  constructor(look: LookForClient = () => () => Promise.resolve(null)) {
    this.#look = look;
  }

  /** While the client shakes hands it is begun to look for it. */
  expect(socket: Socket): void {
    const connection = connectionOf(socket);
    if (connection === null) return;
    const name = nameOf(socket);
    const find = this.#look(connection, socket.remoteFamily === "IPv6");
    let found: ReturnType<Finding> | null = null;
    this.#known.set(name, () => (found ??= find()));
    socket.once("close", () => this.#known.delete(name));
  }

  /** Of a call: as it was at the first one of its connection. */
  async of({ session }: ServerHttp2Stream): Promise<CallProcess | null> {
    const { socket } = session ?? {};
    const find = socket && this.#known.get(nameOf(socket));
    return find ? find() : null;
  }
}

/** Null: it is gone. */
export function connectionOf({
  localPort,
  remotePort,
}: Partial<Pick<Socket, "localPort" | "remotePort">>): Connection | null {
  return localPort === undefined || remotePort === undefined
    ? null
    : { localPort, remotePort };
}

function nameOf({
  remoteAddress = "",
  remotePort = 0,
}: Pick<Socket, "remoteAddress" | "remotePort">): string {
  return `${remoteAddress} ${String(remotePort)}`;
}
