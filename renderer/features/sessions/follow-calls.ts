import { askAfter } from "../../../shared/core/gateway/calls/call-record.ts";
import type { SessionCalls } from "../../../shared/core/gateway/calls/read-calls.ts";
import { noCalls, withNews, type KnownCalls } from "./calls.ts";

const everyMs = 1000;

/**
 * Asks for news of a session's calls again and again, and not at all while nobody looks; `ask` gets the number after which
 * they are wanted, and says null where the holder does not answer, as `tell` is told then. Returns how to stop it.
 */
export function followCalls(
  ask: (after: number) => Promise<SessionCalls | null>,
  tell: (known: KnownCalls | null) => void,
): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = noCalls;
  const look = async (): Promise<void> => {
    if (!document.hidden) {
      const news = await ask(askAfter(known));
      if (isOver) return;
      if (news) known = withNews(known, news);
      tell(news ? known : null);
    }
    timer = setTimeout(() => void look(), everyMs);
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
