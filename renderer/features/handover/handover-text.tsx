import { useCall } from "../../bridge/client.tsx";
import { useCopy } from "../use-copy.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyIcon } from "../../ui/icons.ts";
import styles from "./handover.module.css";

/** A text to be sent. Nothing secret is in it. */
export function HandoverText({
  label,
  text,
}: {
  readonly label: string;
  readonly text: string;
}) {
  const call = useCall();
  const { copy, dialog } = useCopy();
  return (
    <div className={styles["text"]}>
      <textarea
        readOnly
        aria-label={label}
        rows={8}
        spellCheck={false}
        value={text}
        className={styles["pem"]}
        onFocus={({ target }) => target.select()}
      />
      <Button
        size="small"
        onClick={() => copy(call("handover.copy", { text }))}
      >
        <CopyIcon aria-hidden />
        Copy it
      </Button>
      {dialog}
    </div>
  );
}

/** Words that two people compare. */
export function Words({
  of,
  words,
}: {
  readonly of: string;
  readonly words: string;
}) {
  return (
    <p>
      Words of the {of}: <strong className={styles["words"]}>{words}</strong>
    </p>
  );
}
