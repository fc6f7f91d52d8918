import { useCallback, useEffect, useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useCall, useHostEvent } from "../../bridge/client.tsx";
import { useLatest } from "../../bridge/latest.ts";

const quietMs = 1500;

/**
 * How many findings are more than advice. Counted when the vault has been left alone for a moment: in a large one that takes
 * longer than a click should.
 */
export function useFindingsCount(): number {
  const call = useCall();
  const [count, setCount] = useState(0);
  const begin = useLatest();
  const countSoon = useCallback(() => {
    const isLatest = begin();
    setTimeout(() => {
      const ask = async (): Promise<void> => {
        const answer = await call("findings.list", {});
        if (!isLatest() || !answer.ok) return;
        setCount(answer.value.filter(isMoreThanAdvice).length);
      };
      if (isLatest()) void ask();
    }, quietMs);
  }, [call, begin]);
  useEffect(countSoon, [countSoon]);
  useHostEvent(({ kind }) => {
    if (kind === "vault") countSoon();
  });
  return count;
}

/** What is wrong; the rest could be better, and is a suggestion. */
export function isMoreThanAdvice({
  severity,
}: ReplyOf<"findings.list">[number]): boolean {
  return severity !== "info";
}
