import { nameNow } from "../../core/ledger/current-name.ts";
import { success, type Result } from "../../core/result.ts";
import { newestFirst, type PastSession } from "../../core/sessions/history.ts";
import { hasWords } from "../../core/text/has-words.ts";
import { readRenamings } from "../../core/usecases/ledger/record-changes.ts";
import type { ReplyOf } from "../../contract/index.ts";
import type { HostContext } from "../host-context.ts";

/** Under the names that the contexts have now. */
export async function pastSessions({
  ports,
}: HostContext): Promise<readonly PastSession[]> {
  const renamings = await readRenamings(ports.ledger);
  const past = await ports.sessions.history();
  if (renamings.length === 0) return past;
  return past.map((one) => ({
    ...one,
    context: nameNow(renamings, one.context, one.startedAt),
  }));
}

/** More than a person scrolls through; a search finds the others. */
const pastSent = 100;

/** The newest with all words of the search, and how many there are. */
export async function findPast(
  context: HostContext,
  search: string,
): Promise<Result<ReplyOf<"sessions.past">>> {
  const all = newestFirst(await pastSessions(context));
  const found = all.filter(({ context: name, roles, reason = "" }) =>
    hasWords([name, ...roles, reason], search),
  );
  return success({ sessions: found.slice(0, pastSent), total: found.length });
}
