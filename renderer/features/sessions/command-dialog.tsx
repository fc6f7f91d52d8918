import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./sessions.module.css";

/** The line to paste, where it could not be copied. */
export function CommandDialog({
  command,
  onClose,
}: {
  readonly command: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      isWide
      title="Paste this into a shell"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        It sets where talosctl finds the credential; it holds no key. The
        session ends with that shell.
      </p>
      <p className={styles["command"]}>{command}</p>
    </Dialog>
  );
}
