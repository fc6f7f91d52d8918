import styles from "./presets.module.css";

/** A few values that are wanted most, beside a field that takes any. */
export function Presets({
  label,
  values,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly values: readonly string[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}) {
  return (
    <div className={styles["presets"]} role="group" aria-label={label}>
      {values.map((value) => (
        <button
          key={value}
          type="button"
          className={styles["preset"]}
          aria-pressed={chosen === value}
          onClick={() => onChoose(value)}
        >
          {value}
        </button>
      ))}
    </div>
  );
}
