import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import styles from "./choose-file.module.css";
import { PathField } from "./path-field.tsx";

/** A file of this machine, which main reads: chosen in the system's dialog, or typed where there is none. */
export function ChooseFile({
  label,
  hint,
  command,
  isTyped,
  isBusy,
  onChoose,
}: {
  readonly label: string;
  readonly hint: string;
  /** On the button that opens the system's dialog. */
  readonly command: string;
  readonly isTyped: boolean;
  readonly isBusy: boolean;
  /** Without a path main asks for the file. */
  readonly onChoose: (request: { readonly path?: string }) => void;
}) {
  const [path, setPath] = useState("");
  if (!isTyped)
    return (
      <div className={styles["file"]}>
        <Button isBusy={isBusy} onClick={() => onChoose({})}>
          {command}
        </Button>
        <span className={styles["hint"]}>{hint}</span>
      </div>
    );
  return (
    <PathField
      label={label}
      hint={hint}
      path={path}
      isBusy={isBusy}
      onType={setPath}
      onRead={(typed) => onChoose({ path: typed })}
    />
  );
}
