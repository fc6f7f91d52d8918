import { shortcuts, shortcutText } from "../../../shared/contract/shortcuts.ts";
import { rovingKeys } from "../../keyboard/roving.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { listKeys } from "../contexts/list-keys.ts";
import styles from "./shortcuts.module.css";

/** Every key of the window, from the tables by which they act. */
export function ShortcutsDialog({
  platform,
  onClose,
}: {
  readonly platform: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      isWide
      title="Keyboard shortcuts"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles["columns"]} data-columns>
        <Keys
          title="Everywhere"
          keys={shortcuts.map((one) => ({
            keys: shortcutText(one, platform),
            text: one.text,
          }))}
        />
        <Keys title="In the list of contexts" keys={listKeys} />
        <Keys title="In every other list" keys={rovingKeys} />
      </div>
    </Dialog>
  );
}

function Keys({
  title,
  keys,
}: {
  readonly title: string;
  readonly keys: readonly { readonly keys: string; readonly text: string }[];
}) {
  return (
    <section aria-label={title}>
      <h3 className={styles["title"]}>{title}</h3>
      <dl className={styles["keys"]}>
        {keys.map(({ keys: press, text }) => (
          <div key={press}>
            <dt>
              <kbd>{press}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
