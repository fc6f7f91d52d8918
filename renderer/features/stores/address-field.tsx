// Secret stores of others: where a place is typed, where a context came from, what differs there.
// Keep: A store is asked by a button alone, never by what is typed or shown.
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { storeKinds } from "./address-text.ts";
import styles from "./stores.module.css";
import type { TypedPlace } from "./typed-place.ts";

const mostKnown = 6;

/** Where a place in a store is typed: what it means is said meanwhile, and no store is asked for that. */
export function AddressField({ place }: { readonly place: TypedPlace }) {
  const { typed, change, reading, known, wantsServer } = place;
  const value = typed.address;
  const like = (known?.places ?? []).filter(
    ({ address }) => address !== value.trim() && address.includes(value.trim()),
  );
  return (
    <div className={styles["address"]}>
      <TextField
        isMono
        label="Address in the store"
        value={value}
        aria-invalid={reading.kind === "wrong"}
        onChange={({ target }) => change({ address: target.value })}
      />
      <p className={styles["soft"]} role="status">
        {reading.kind === "nothing" ? "" : reading.text}
      </p>
      {wantsServer ? <ServerFields place={place} /> : null}
      {like.length > 0 ? (
        <div className={styles["known"]}>
          <span className={styles["soft"]}>Used before:</span>
          {like.slice(0, mostKnown).map((one) => (
            <Button
              key={`${one.address} ${one.server} ${one.namespace}`}
              size="small"
              className={styles["choice"]}
              onClick={() => change(one)}
            >
              {one.address}
            </Button>
          ))}
        </div>
      ) : null}
      {reading.kind === "nothing" ? (
        <Examples onChoose={(address) => change({ address })} />
      ) : null}
    </div>
  );
}

/** Where nothing but a person says on which server a place of Vault is. */
export function ServerFields({ place }: { readonly place: TypedPlace }) {
  const { typed, change, known } = place;
  const servers = new Set(
    (known?.places ?? []).flatMap(({ address, server }) =>
      address.startsWith("vault:") && server !== typed.server ? [server] : [],
    ),
  );
  return (
    <>
      <TextField
        isMono
        label="Server of Vault or OpenBao"
        hint="https://HOST:8200. Your login is shown to it; you are asked before it is shown to a new one."
        value={typed.server}
        onChange={({ target }) => change({ server: target.value })}
      />
      {servers.size > 0 ? (
        <div className={styles["known"]}>
          <span className={styles["soft"]}>Used before:</span>
          {[...servers].slice(0, mostKnown).map((one) => (
            <Button
              key={one}
              size="small"
              className={styles["choice"]}
              onClick={() => change({ server: one })}
            >
              {one}
            </Button>
          ))}
        </div>
      ) : null}
      <TextField
        isMono
        label="Namespace"
        hint="Empty where that server has none."
        value={typed.namespace}
        onChange={({ target }) => change({ namespace: target.value })}
      />
    </>
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
