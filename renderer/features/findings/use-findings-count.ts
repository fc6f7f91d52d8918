import { useCallback, useEffect, useRef, useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useCall, useHostEvent } from "../../bridge/client.tsx";

const quietMs = 1500;

/**
 * How many findings are more than advice. Counted when the vault has been left alone for a moment: in a large one that takes
 * longer than a click should.
 */
export function useFindingsCount(): number {
  const call = useCall();
  const [count, setCount] = useState(0);
  const turn = useRef(0);
  const countSoon = useCallback(() => {
    const mine = ++turn.current;
    setTimeout(() => {
      const ask = async (): Promise<void> => {
        const answer = await call("findings.list", {});
        if (turn.current !== mine || !answer.ok) return;
        setCount(answer.value.filter(isMoreThanAdvice).length);
      };
      if (turn.current === mine) void ask();
    }, quietMs);
  }, [call]);
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
