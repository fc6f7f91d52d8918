import { join } from "node:path";
import { protocol } from "../../core/agent/protocol.ts";
import { readCalls, type SessionCalls } from "../../core/gateway/read-calls.ts";
import type { Lease } from "../../core/sessions/lease.ts";
import { askSocket } from "../agent/control-socket.ts";
import { patienceWith } from "./end-session.ts";
import { controlName } from "./session-folder.ts";

/**
 * What was asked through a session's gateway: calls with a greater number than `after`, and all that run. Null: it has
 * none, or its holder does not answer, or not yet.
 */
export async function callsOf(
  lease: Lease,
  after: number,
): Promise<SessionCalls | null> {
  if (lease.delivery !== "gateway") return null;
  const path = join(lease.folder, controlName);
  const asked = { protocol, verb: "calls", after };
  const reply = await askSocket(path, asked, patienceWith(lease));
  return reply?.["ok"] === true ? readCalls(reply) : null;
}
