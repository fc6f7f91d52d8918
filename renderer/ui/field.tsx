import type { InputHTMLAttributes } from "react";
import { classes } from "./classes.ts";
import styles from "./field.module.css";
import { Hint, Labelled, useFieldIds, type Words } from "./labelled.tsx";
import { SearchedField } from "./searched-field.tsx";

export function TextField({
  label,
  hint,
  isMono = false,
  ...input
}: Words & {
  readonly isMono?: boolean;
} & InputHTMLAttributes<HTMLInputElement>) {
  const { id, describedBy } = useFieldIds(hint);
  return (
    <Labelled id={id} label={label} hint={hint}>
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

/** So many can be seen at a glance in the system's own list; of more one is searched for. */
export const mostInList = 10;

interface SelectFieldProps<Value extends string> extends Words {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
  readonly isLabelHidden?: boolean;
}

/** The system's own select, known to every keyboard and screen reader; among many one is searched for. */
export function SelectField<Value extends string>(
  props: SelectFieldProps<Value>,
) {
  return props.options.length > mostInList ? (
    <SearchedField {...props} />
  ) : (
    <SystemSelect {...props} />
  );
}

function SystemSelect<Value extends string>({
  label,
  hint,
  value,
  options,
  onChange,
  isLabelHidden = false,
}: SelectFieldProps<Value>) {
  const { id, describedBy } = useFieldIds(hint);
  return (
    <Labelled id={id} label={isLabelHidden ? null : label} hint={hint}>
      <select
        id={id}
        value={value}
        aria-label={isLabelHidden ? label : undefined}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value as Value)}
        className={styles["input"]}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
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
