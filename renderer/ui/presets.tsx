import styles from "./presets.module.css";

/** A few values that are wanted most; one of them, or none, is chosen. */
export function Presets<Value extends string | number>({
  label,
  values,
  textOf = String,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly values: readonly Value[];
  readonly textOf?: (value: Value) => string;
  readonly chosen: string | number;
  readonly onChoose: (value: Value) => void;
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
          {textOf(value)}
        </button>
      ))}
    </div>
  );
}

/** The views of one page, of which one is shown. They look as presets do. */
export function ViewLinks({
  label,
  views,
}: {
  readonly label: string;
  readonly views: readonly {
    readonly text: string;
    readonly href: string;
    readonly isShown: boolean;
  }[];
}) {
  return (
    <div className={styles["presets"]} role="group" aria-label={label}>
      {views.map(({ text, href, isShown }) => (
        <a
          key={text}
          href={href}
          aria-current={isShown ? "page" : undefined}
          className={styles["preset"]}
        >
          {text}
        </a>
      ))}
    </div>
  );
}
