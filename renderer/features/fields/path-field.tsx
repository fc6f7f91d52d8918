import { onKeys } from "../../keyboard/layers.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import styles from "./choose-file.module.css";

/** The typed path of a file that main reads. Enter reads it, and never does what the dialog around it is for. */
export function PathField({
  label,
  hint,
  path,
  isBusy,
  onType,
  onRead,
}: {
  readonly label: string;
  /** What files can be read. */
  readonly hint: string;
  readonly path: string;
  readonly isBusy: boolean;
  readonly onType: (path: string) => void;
  readonly onRead: (path: string) => void;
}) {
  const canRead = path !== "" && !isBusy;
  return (
    <div className={styles["file"]}>
      <TextField
        label={label}
        hint={`An absolute path: ${hint}`}
        value={path}
        onChange={(event) => onType(event.target.value)}
        {...onKeys({
          Enter: () => {
            if (canRead) onRead(path);
            return "handled";
          },
        })}
      />
      <Button
        size="small"
        isBusy={isBusy}
        disabled={!canRead}
        onClick={() => onRead(path)}
      >
        Read the file
      </Button>
    </div>
  );
}

/** The path of a file where the host has no dialog of the system's to choose it in. */
export function TypedPathField({
  label = "File",
  hint,
  path,
  onType,
}: {
  readonly label?: string;
  /** What else there is to know about it. */
  readonly hint?: string;
  readonly path: string;
  readonly onType: (path: string) => void;
}) {
  return (
    <TextField
      label={label}
      hint={
        hint === undefined
          ? "An absolute path on this machine."
          : `An absolute path on this machine; ${hint}`
      }
      value={path}
      onChange={({ target }) => onType(target.value)}
    />
  );
}
