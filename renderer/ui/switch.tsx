import { Switch as Base } from "@base-ui/react/switch";
import { useId } from "react";
import styles from "./switch.module.css";

export function SwitchField({
  label,
  hint,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={styles["row"]}>
      <span className={styles["text"]}>
        <span id={id}>{label}</span>
        {hint ? <span className={styles["hint"]}>{hint}</span> : null}
      </span>
      <Base.Root
        checked={checked}
        aria-labelledby={id}
        onCheckedChange={onChange}
        className={styles["switch"]}
      >
        <Base.Thumb className={styles["thumb"]} />
      </Base.Root>
    </div>
  );
}
