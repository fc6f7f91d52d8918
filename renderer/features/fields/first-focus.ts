import { useEffect, useRef, type RefObject } from "react";

/** For the one thing that most people will do on a page: Enter does it. */
export function useFirstFocus(): RefObject<HTMLButtonElement | null> {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
}
