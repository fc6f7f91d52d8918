import { vaultError } from "../../../../shared/core/errors.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import {
  findOtherUser,
  placeSession,
  type PlacedSession,
} from "../../../../shared/node/sessions/commands/other-user.ts";
import type { Cli } from "../../../cli.ts";
import { prepareSession } from "../starting/prepare-session.ts";
import { runInSession } from "../starting/run-in-session.ts";
import type { SessionOptions } from "../starting/session-options.ts";

/** Runs an agent as another user, who gets the session's talosconfig and its port and nothing else of ours. */
export async function execAsUser(
  cli: Cli,
  context: string | undefined,
  options: SessionOptions,
  name: string,
  command: readonly string[],
): Promise<Result<number>> {
  if (options.agent === undefined) return failure(forAgents());
  // Before a person is asked about anything.
  const user = findOtherUser(name, cli.terminal.isInteractive);
  if (!user.ok) return user;
  const session = await prepareSession(cli, "exec", context, options);
  if (!session.ok) return session;
  let placed: PlacedSession | null = null;
  try {
    return await runInSession(cli, session.value, (lease) => {
      const made = placeSession(user.value, lease);
      if (!made.ok) return made;
      placed = made.value;
      return success({ ...made.value.run(command), isAlone: true });
    });
  } finally {
    (placed as PlacedSession | null)?.remove();
  }
}

function forAgents() {
  return vaultError(
    "usage",
    "Another user gets the session of an agent.",
    "Name it with --agent too.",
  );
}
