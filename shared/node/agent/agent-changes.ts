import {
  readChangeOutcome,
  readFollowed,
  type ChangeOutcome,
  type NamedChange,
} from "../../core/agent/changes.ts";
import type { FollowedSessions } from "../../core/sessions/session-view.ts";
import type { Network } from "../../core/ports/talos-api.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { askAgent, type PassedBy } from "./agent-socket.ts";

/** Writing a large vault takes seconds, and may wait for somebody else who writes it. */
const changeMs = 30_000;
/** A node may have to make a credential for each session that follows. */
const followMs = 60_000;

/** A change by the agent; null when there is none that has to: then whoever asks opens the vault. */
export async function askAgentToChange(
  path: string,
  change: NamedChange,
  onPassedBy: (why: PassedBy) => void,
): Promise<Result<ChangeOutcome> | null> {
  const reply = await askAgent(
    path,
    { verb: "change", change },
    changeMs,
    onPassedBy,
  );
  if (!reply) return null;
  if (!reply.ok) return reply.isFinal ? failure(reply.error) : null;
  const outcome = readChangeOutcome(reply.value);
  return outcome && success(outcome);
}

/** Has the agent give the sessions that follow the current context; null when there is no agent that can. */
export async function askAgentToFollow(
  path: string,
  network: Network,
  onPassedBy: (why: PassedBy) => void,
): Promise<Result<FollowedSessions> | null> {
  const reply = await askAgent(
    path,
    { verb: "follow", network },
    followMs,
    onPassedBy,
  );
  if (!reply) return null;
  if (!reply.ok) return reply.isFinal ? failure(reply.error) : null;
  const followed = readFollowed(reply.value);
  return followed && success(followed);
}
