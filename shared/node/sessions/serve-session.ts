import type { Server } from "node:net";
import { join } from "node:path";
import {
  serveSocket,
  type Asker,
  type Reply,
} from "../agent/control-socket.ts";
import { controlName } from "./session-folder.ts";

/**
 * Listens for what is asked of a session's holder; keeps no process alive. A file of its own because most commands are over
 * before it is loaded: `node:net` costs the one executable milliseconds.
 */
export async function serveSession(
  folder: string,
  answer: (asked: Reply, asker: Asker) => Reply | Promise<Reply>,
): Promise<Server> {
  const server = await serveSocket(join(folder, controlName), answer);
  server.unref();
  return server;
}
