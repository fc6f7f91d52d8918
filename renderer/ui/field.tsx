import type { InputHTMLAttributes } from "react";
import { classes } from "./classes.ts";
import styles from "./field.module.css";
import { Hint, Labelled, useFieldIds, type Words } from "./labelled.tsx";

export function TextField({
  label,
  hint,
  mark,
  isMono = false,
  ...input
}: Words & {
  readonly isMono?: boolean;
} & InputHTMLAttributes<HTMLInputElement>) {
  const { id, describedBy } = useFieldIds(hint);
  return (
    <Labelled id={id} label={label} hint={hint} mark={mark}>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={describedBy}
        {...input}
        className={classes(styles["input"], isMono && styles["mono"])}
      />
    </Labelled>
  );
}

/** Several lines of text. `onFile`: takes a file that is dropped on it. */
export function TextArea({
  label,
  hint,
  value,
  onChange,
  onFile,
  isMono = false,
}: Words & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onFile?: (file: File) => void;
  readonly isMono?: boolean;
}) {
  const { id, describedBy } = useFieldIds(hint);
  return (
    <Labelled id={id} label={label} hint={hint}>
      <textarea
        id={id}
        value={value}
        spellCheck={false}
        rows={3}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        onDragOver={({ dataTransfer }) => {
          if (onFile) dataTransfer.dropEffect = "copy";
        }}
        onDrop={({ dataTransfer }) => {
          const [file] = dataTransfer.files;
          if (file) onFile?.(file);
        }}
        className={classes(styles["input"], isMono && styles["mono"])}
      />
    </Labelled>
  );
}

export function CheckField({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: Words & {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  const { id, describedBy } = useFieldIds(hint);
  return (
    <div className={styles["check"]}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={styles["checkText"]}>
        <label htmlFor={id}>{label}</label>
        {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
      </span>
    </div>
  );
}
