import { useLayoutEffect } from "react";
import { hideNames } from "../../routes.ts";
import { useAnnounce } from "../../ui/announcer.tsx";
import { useToasts } from "../../ui/toasts.tsx";

/**
 * For a page of a closed vault: what was said while it was open names contexts, in messages, in the address and in what is read out. Before the
 * page is drawn, so that no name is seen on it.
 */
export function useForgetShownNames(): void {
  const toasts = useToasts();
  const announce = useAnnounce();
  useLayoutEffect(() => {
    toasts.clear();
    announce("The vault is locked");
    return hideNames();
  }, [toasts, announce]);
}
