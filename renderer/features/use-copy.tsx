import { useState, type ReactNode } from "react";
import type { CopiedText } from "../../shared/contract/fields.ts";
import type { WireResult } from "../../shared/contract/wire.ts";
import { useAction } from "../bridge/action.ts";
import { useLatest } from "../bridge/latest.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useToasts } from "../ui/toasts.tsx";
import styles from "./use-copy.module.css";

interface CopyWords {
  /** What to do with it, where it was copied. */
  readonly next?: string;
  /** Above the text, where it could not be. */
  readonly title?: string;
  readonly explanation?: string;
}

/**
 * Puts a text of main's into the clipboard; where neither main nor the page can, it is shown. `onDone` is called when it
 * was copied or read, or cannot be had: until then what calls this has to stay.
 */
export function useCopy(
  { next, title = "Copy this", explanation }: CopyWords = {},
  onDone?: () => void,
): {
  readonly copy: (work: Promise<WireResult<CopiedText>>) => void;
  readonly dialog: ReactNode;
} {
  const toasts = useToasts();
  const { run } = useAction();
  const [shown, setShown] = useState<string | null>(null);
  const begin = useLatest();
  const copy = (work: Promise<WireResult<CopiedText>>) => {
    const isLatest = begin();
    void run(work, ({ text, isCopied }) => {
      // What was asked for later is what is wanted.
      if (!isLatest()) return onDone?.();
      const tell = () => {
        onDone?.();
        toasts.show({
          tone: "info",
          text: "Copied.",
          ...(next === undefined ? {} : { next }),
        });
      };
      if (isCopied) tell();
      else navigator.clipboard.writeText(text).then(tell, () => setShown(text));
    }).then((isKnown) => (isKnown ? null : onDone?.()));
  };
  const close = () => {
    setShown(null);
    onDone?.();
  };
  const dialog =
    shown === null ? null : (
      <Dialog
        isWide
        title={title}
        onClose={close}
        actions={<Button onClick={close}>Close</Button>}
      >
        {explanation === undefined ? null : <p>{explanation}</p>}
        <p className={styles["text"]}>{shown}</p>
      </Dialog>
    );
  return { copy, dialog };
}
