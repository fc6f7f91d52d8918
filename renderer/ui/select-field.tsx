import styles from "./field.module.css";
import { Labelled, useFieldIds, type Words } from "./labelled.tsx";
import { SearchedField } from "./searched-field.tsx";

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
