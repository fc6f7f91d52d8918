import { useId, type InputHTMLAttributes, type ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./field.module.css";

interface Words {
  readonly label: string;
  readonly hint?: ReactNode;
}

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

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  value,
  onChange,
  isMono = false,
}: Words & {
  readonly value: string;
  readonly onChange: (value: string) => void;
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
        className={classes(styles["input"], isMono && styles["mono"])}
      />
    </Labelled>
  );
}

/** The system's own select: known to every keyboard and screen reader. */
export function SelectField<Value extends string>({
  label,
  hint,
  value,
  options,
  onChange,
  isLabelHidden = false,
}: Words & {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
  readonly isLabelHidden?: boolean;
}) {
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

/** What ties a control to its label and its hint, for who cannot see them. */
function useFieldIds(hint: ReactNode) {
  const id = useId();
  return { id, describedBy: hint ? `${id}-hint` : undefined };
}

/** A control between its label and its hint. */
function Labelled({
  id,
  label,
  hint,
  children,
}: {
  /** Of the control. */
  readonly id: string;
  /** Null: the control names itself. */
  readonly label: string | null;
  readonly hint: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles["field"]}>
      {label === null ? null : (
        <label className={styles["label"]} htmlFor={id}>
          {label}
        </label>
      )}
      {children}
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
    </div>
  );
}

function Hint({
  id,
  children,
}: {
  readonly id: string;
  readonly children: ReactNode;
}) {
  return (
    <span id={id} className={styles["hint"]}>
      {children}
    </span>
  );
}
