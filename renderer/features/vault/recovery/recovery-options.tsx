import type { ReactNode } from "react";
import type { AppState } from "../../../../shared/contract/vault.ts";
import type { Action } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import styles from "../../card.module.css";
import { useFirstFocus } from "../../fields/first-focus.ts";
import { situationOf } from "./situation.ts";

/** The ways on, the most likely one first and with the focus. */
export function RecoveryOptions({
  state,
  best,
  run,
  isBusy,
  onPutBack,
  onBackup,
  onOlder,
  onBack,
}: {
  readonly state: AppState;
  /** The generation to put back. */
  readonly best: string | undefined;
  readonly run: Action["run"];
  readonly isBusy: boolean;
  readonly onPutBack: (generation: string) => void;
  readonly onBackup: () => void;
  readonly onOlder: () => void;
  readonly onBack: (() => void) | undefined;
}) {
  const call = useCall();
  const focused = useFirstFocus();
  const { first } = situationOf(state);
  const isThere = state.vault !== "none";
  const wanted = first === "generation" && best === undefined ? "backup" : first; // prettier-ignore
  const way = (
    kind: typeof first,
    text: string,
    act: () => void,
  ): ReactNode => (
    <Button
      key={text}
      ref={kind === wanted ? focused : undefined}
      tone={kind === wanted ? "primary" : "plain"}
      isBusy={isBusy}
      onClick={act}
    >
      {text}
    </Button>
  );
  const ways = [
    best !== undefined && first === "generation"
      ? way("generation", "Put the newest one back", () => onPutBack(best))
      : null,
    isThere
      ? way(
          "again",
          "Try again",
          () => void run(call("vault.unlock", { with: "keychain" })),
        )
      : null,
    isThere && state.hasPassphrase
      ? way(
          "again",
          "Use the passphrase…",
          () => void run(call("vault.unlock", { with: "passphrase" })),
        )
      : null,
    isThere
      ? way(
          "key",
          "Use the recovery key…",
          () => void run(call("vault.recover", {})),
        )
      : null,
    state.whyClosed === "older"
      ? way("older", "Use the older vault…", onOlder)
      : null,
    way("backup", "Restore a backup…", onBackup),
  ].filter((one) => one !== null);
  return (
    <div className={styles["actions"]}>
      {ways}
      {onBack ? (
        <Button tone="quiet" onClick={onBack}>
          Back
        </Button>
      ) : null}
    </div>
  );
}
