import { useCallback, useRef } from "react";
import { useCall } from "./client.tsx";

/** Something that main is at, and that a person may cancel meanwhile. */
export interface Attempt {
  /** For the request. */
  readonly name: string;
  readonly isCancelled: () => boolean;
}

const nameBytes = 16;

/**
 * One attempt at a time. What main has done by the time it hears of the cancelling stays done: whoever began it looks at
 * `isCancelled` when the answer comes.
 */
export function useAttempt(): {
  readonly begin: () => Attempt;
  readonly end: () => void;
  /** True when something was under way. */
  readonly cancel: () => boolean;
} {
  const call = useCall();
  const current = useRef<AttemptState | null>(null);
  const begin = useCallback(() => {
    const mine: AttemptState = { name: newName(), isCancelled: false };
    current.current = mine;
    return { name: mine.name, isCancelled: () => mine.isCancelled };
  }, []);
  const end = useCallback(() => {
    current.current = null;
  }, []);
  const cancel = useCallback(() => {
    const mine = current.current;
    if (mine === null) return false;
    current.current = null;
    mine.isCancelled = true;
    void call("attempts.cancel", { attempt: mine.name });
    return true;
  }, [call]);
  return { begin, end, cancel };
}

interface AttemptState {
  readonly name: string;
  isCancelled: boolean;
}

function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(nameBytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
