// Secret stores of others: where a place is typed, where a context came from, what differs there.
// Keep: A store is asked by a button alone, never by what is typed or shown.
import { useAnswer } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { readTyped, storeKinds } from "./address-text.ts";
import styles from "./stores.module.css";

const mostKnown = 6;

/** Where a place in a store is typed: what it means is said meanwhile, and no store is asked for that. */
export function AddressField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (address: string) => void;
}) {
  const reading = readTyped(value);
  const known = useAnswer("stores.addresses", {}, ["vault"]).value ?? [];
  const like = known.filter(
    (one) => one !== value.trim() && one.includes(value.trim()),
  );
  return (
    <div className={styles["address"]}>
      <TextField
        isMono
        label="Address in the store"
        value={value}
        aria-invalid={reading.kind === "wrong"}
        onChange={({ target }) => onChange(target.value)}
      />
      <p className={styles["soft"]} role="status">
        {reading.kind === "nothing" ? "" : reading.text}
      </p>
      {like.length > 0 ? (
        <div className={styles["known"]}>
          <span className={styles["soft"]}>Used before:</span>
          {like.slice(0, mostKnown).map((one) => (
            <Button
              key={one}
              size="small"
              className={styles["choice"]}
              onClick={() => onChange(one)}
            >
              {one}
            </Button>
          ))}
        </div>
      ) : null}
      {reading.kind === "nothing" ? <Examples onChoose={onChange} /> : null}
    </div>
  );
}

function Examples({
  onChoose,
}: {
  readonly onChoose: (address: string) => void;
}) {
  return (
    <dl className={styles["examples"]} aria-label="Examples of addresses">
      {Object.values(storeKinds).map(({ title, example }) => (
        <div key={title} className={styles["example"]}>
          <dt>{title}</dt>
          <dd>
            <Button
              tone="quiet"
              size="small"
              className={styles["choice"]}
              aria-label={`Begin with ${example}`}
              onClick={() => onChoose(example)}
            >
              {example}
            </Button>
          </dd>
        </div>
      ))}
    </dl>
  );
}
