import { useCallback } from "react";
import { useToasts } from "../ui/toasts.tsx";

/** Shows what there is to know about a credential that was given: such as its own key, since no node answered. */
export function useNotices(): (given: {
  readonly notices: readonly string[];
}) => void {
  const toasts = useToasts();
  return useCallback(
    ({ notices }) => {
      for (const text of notices) toasts.show({ tone: "warning", text });
    },
    [toasts],
  );
}
