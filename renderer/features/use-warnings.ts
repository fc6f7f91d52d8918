import type { Warning } from "../../shared/core/warning.ts";
import { useCallback } from "react";
import { useToasts } from "../ui/toasts.tsx";

/** Shows what there is to know about a credential that was given: such as its own key, since no node answered. */
export function useWarnings(): (given: {
  readonly warnings: readonly Warning[];
}) => void {
  const toasts = useToasts();
  return useCallback(
    ({ warnings }) => {
      for (const { severity, message, next } of warnings)
        toasts.show({ tone: severity, text: message, next });
    },
    [toasts],
  );
}
