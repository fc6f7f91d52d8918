import type { ReactNode } from "react";
import { useCall } from "../../bridge/client.tsx";
import { useCopy } from "../use-copy.tsx";

/** Copies the line that joins a session: see `useCopy`. */
export function useCommand(onDone?: () => void): {
  readonly copy: (id: string) => void;
  readonly dialog: ReactNode;
} {
  const call = useCall();
  const { copy, dialog } = useCopy(
    {
      next: "Paste it into a shell: the session ends with that shell.",
      title: "Paste this into a shell",
      explanation:
        "It sets where talosctl finds the credential; it holds no key. The session ends with that shell.",
    },
    onDone,
  );
  return { copy: (id) => copy(call("sessions.command", { id })), dialog };
}
