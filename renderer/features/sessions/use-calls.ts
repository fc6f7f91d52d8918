import { useEffect, useState } from "react";
import { useCall } from "../../bridge/client.tsx";
import { askAfter, noCalls, withNews, type KnownCalls } from "./calls.ts";

const everyMs = 1000;

/** The calls of one session's gateway while somebody looks at them; null: it does not answer any more. */
export function useCalls(id: string): KnownCalls | null {
  const call = useCall();
  const [known, setKnown] = useState<KnownCalls | null>(noCalls);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async (before: KnownCalls): Promise<void> => {
      const after = askAfter(before);
      const asked = await call("sessions.calls", { id, after });
      if (isOver) return;
      const news = asked.ok ? asked.value : null;
      const next = news ? withNews(before, news) : before;
      setKnown(news ? next : null);
      timer = setTimeout(() => void follow(next), everyMs);
    };
    void follow(noCalls);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [call, id]);
  return known;
}
