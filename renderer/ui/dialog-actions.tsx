import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/** How a dialog ends: left as it was, or with the one thing that it does. */
export function DialogActions({
  tone = "primary",
  isBusy = false,
  isReady = true,
  onClose,
  children,
}: {
  readonly tone?: "primary" | "danger";
  readonly isBusy?: boolean;
  /** All that it needs has been typed. */
  readonly isReady?: boolean;
  readonly onClose: () => void;
  /** What it does, as a verb. */
  readonly children: ReactNode;
}) {
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button
        type="submit"
        tone={tone}
        isBusy={isBusy}
        disabled={isBusy || !isReady}
      >
        {children}
      </Button>
    </>
  );
}
