import { useCallback, useRef } from "react";

/**
 * For questions of which the last one alone counts. Each call begins another one, and gives what says later whether it is still the
 * last: an answer to an earlier one is passed over.
 */
export function useLatest(): () => () => boolean {
  const turn = useRef(0);
  return useCallback(() => {
    const mine = ++turn.current;
    return () => turn.current === mine;
  }, []);
}
