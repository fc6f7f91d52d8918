import { useState, type ReactNode } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { CommandDialog } from "./command-dialog.tsx";

/**
 * Puts the line that joins a session into the clipboard; where neither main nor the page can, it is shown. `onDone` is
 * called when it was copied or read, or cannot be had: until then what calls this has to stay.
 */
export function useCommand(onDone?: () => void): {
  readonly copy: (id: string) => void;
  readonly dialog: ReactNode;
} {
  const call = useCall();
  const toasts = useToasts();
  const { run } = useAction();
  const [shown, setShown] = useState<string | null>(null);
  const copy = (id: string) =>
    void run(call("sessions.command", { id }), ({ command, isCopied }) => {
      const tell = () => {
        onDone?.();
        toasts.show({
          tone: "info",
          text: "Copied.",
          next: "Paste it into a shell: the session ends with that shell.",
        });
      };
      if (isCopied) tell();
      else
        navigator.clipboard
          .writeText(command)
          .then(tell, () => setShown(command));
    }).then((isKnown) => (isKnown ? null : onDone?.()));
  const dialog =
    shown === null ? null : (
      <CommandDialog
        command={shown}
        onClose={() => {
          setShown(null);
          onDone?.();
        }}
      />
    );
  return { copy, dialog };
}
