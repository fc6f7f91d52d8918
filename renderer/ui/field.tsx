import { useId, type InputHTMLAttributes, type ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./field.module.css";

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
}

export function TextField({
  label,
  hint,
  isMono = false,
  ...input
}: Labelled & {
  readonly isMono?: boolean;
} & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...input}
        className={classes(styles["input"], isMono && styles["mono"])}
      />
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
    </div>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  value,
  onChange,
  isMono = false,
}: Labelled & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isMono?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        spellCheck={false}
        rows={3}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className={classes(styles["input"], isMono && styles["mono"])}
      />
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
    </div>
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
}: Labelled & {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
  readonly isLabelHidden?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles["field"]}>
      {isLabelHidden ? null : (
        <label className={styles["label"]} htmlFor={id}>
          {label}
        </label>
      )}
      <select
        id={id}
        value={value}
        aria-label={isLabelHidden ? label : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value as Value)}
        className={styles["input"]}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
    </div>
  );
}

export function CheckField({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: Labelled & {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles["check"]}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={styles["checkText"]}>
        <label htmlFor={id}>{label}</label>
        {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
      </span>
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
