import { join } from "node:path";
import {
  readRights,
  type SessionRights,
} from "../../core/agent/holder-messages.ts";
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
  const reply = await askOfGateway(lease, { verb: "calls", after });
  return reply && readCalls(reply);
}

/** What a session's gateway goes by now. Null: as `callsOf`. */
export async function rightsOf(lease: Lease): Promise<SessionRights | null> {
  const reply = await askOfGateway(lease, { verb: "rights" });
  return reply && readRights(reply);
}

async function askOfGateway(lease: Lease, asked: object) {
  if (lease.delivery !== "gateway") return null;
  const path = join(lease.folder, controlName);
  const message = { protocol, ...asked };
  const reply = await askSocket(path, message, patienceWith(lease));
  return reply?.["ok"] === true ? reply : null;
}
