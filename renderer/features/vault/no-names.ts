import { useLayoutEffect } from "react";
import { forgetNames } from "../../routes.ts";
import { useToasts } from "../../ui/toasts.tsx";

/**
 * For a page of a closed vault: what was said while it was open names contexts, in messages and in the address. Before the
 * page is drawn, so that no name is seen on it.
 */
export function useNoNames(): void {
  const toasts = useToasts();
  useLayoutEffect(() => {
    toasts.clear();
    forgetNames();
  }, [toasts]);
}
