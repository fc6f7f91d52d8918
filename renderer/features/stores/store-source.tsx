import type { ImportPreview } from "../../../shared/contract/imports.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { AddressField } from "./address-field.tsx";
import styles from "./stores.module.css";
import { useTypedPlace } from "./typed-place.ts";
import { useAsking } from "./use-asking.ts";

/** A talosconfig that a team keeps in a store. Nothing is asked before the button is pressed. */
export function StoreSource({
  onOpened,
}: {
  readonly onOpened: (preview: ImportPreview | null) => void;
}) {
  const call = useCall();
  const { ask, cancel, isAsking, problem } = useAsking();
  const place = useTypedPlace();
  const { isReady, asked } = place;
  return (
    <Section title="From a store">
      {isAsking ? <Progress label="Asking the store" /> : null}
      <form
        className={styles["address"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isAsking)
            ask(
              (attempt) =>
                call("imports.open", { kind: "store", ...asked, attempt }),
              onOpened,
            );
        }}
      >
        <AddressField place={place} />
        <div className={styles["review"]}>
          {isAsking ? <Button onClick={cancel}>Cancel</Button> : null}
          <Button type="submit" isBusy={isAsking} disabled={!isReady}>
            Ask the store
          </Button>
        </div>
      </form>
      <Problem error={problem} />
    </Section>
  );
}
