import { useState } from "react";
import type { ImportPreview } from "../../../shared/contract/imports.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { AddressField } from "./address-field.tsx";
import { readTyped } from "./address-text.ts";
import styles from "./stores.module.css";

/** A talosconfig that a team keeps in a store. Nothing is asked before the button is pressed. */
export function StoreSource({
  onOpened,
}: {
  readonly onOpened: (preview: ImportPreview | null) => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const [address, setAddress] = useState("");
  const isPlace = readTyped(address).kind === "place";
  return (
    <Section title="From a store">
      {isBusy ? <Progress label="Asking the store" /> : null}
      <form
        className={styles["address"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (isPlace && !isBusy)
            void run(
              call("imports.open", { kind: "store", address }),
              onOpened,
            );
        }}
      >
        <AddressField value={address} onChange={setAddress} />
        <div className={styles["review"]}>
          <Button type="submit" isBusy={isBusy} disabled={!isPlace}>
            Ask the store
          </Button>
        </div>
      </form>
      <Problem error={problem} />
    </Section>
  );
}
