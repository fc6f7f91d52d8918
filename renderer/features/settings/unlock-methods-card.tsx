import type { VaultFacts } from "../../../shared/contract/vault.ts";
import type { WireResult } from "../../../shared/contract/wire.ts";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import type { VaultView } from "../vault-view.ts";
import styles from "./settings.module.css";

/** What opens the vault. Secrets are asked for and shown outside this window. */
export function UnlockMethodsCard({ view }: { readonly view: VaultView }) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy } = useAction();
  const facts = useAnswer("vault.facts", {}, ["vault", "contexts", "state"]);
  const change = (work: Promise<WireResult<null>>, text: string) =>
    void run(work, () => toasts.show({ tone: "info", text }));
  if (!facts.value) return <Progress label="Looking at the vault" />;
  const { hasPassphrase } = facts.value;
  return (
    <Section title="What opens the vault">
      <Keychain facts={facts.value} />
      <div className={styles["row"]}>
        <span className={styles["text"]}>
          Passphrase
          <span className={styles["soft"]}>
            {hasPassphrase ? "Set." : "None."} It is asked for{" "}
            {view.state.host === "browser"
              ? "in the terminal"
              : "in a window of your system"}
            , never here.
          </span>
        </span>
        <span className={styles["actions"]}>
          <Button
            size="small"
            isBusy={isBusy}
            onClick={() =>
              change(call("vault.set-passphrase", {}), "The passphrase is set.")
            }
          >
            {hasPassphrase ? "Change…" : "Set…"}
          </Button>
          {hasPassphrase ? (
            <Button
              size="small"
              tone="danger"
              isBusy={isBusy}
              onClick={() =>
                change(
                  call("vault.remove-passphrase", {}),
                  "The passphrase is gone.",
                )
              }
            >
              Remove
            </Button>
          ) : null}
        </span>
      </div>
      <div className={styles["row"]}>
        <span className={styles["text"]}>
          Recovery key
          <span className={styles["soft"]}>
            {facts.value.hasRecovery
              ? "Made. A new one replaces it."
              : "Its slot is missing: make a new one."}
          </span>
        </span>
        <Button
          size="small"
          isBusy={isBusy}
          onClick={() =>
            change(
              call("vault.replace-recovery-key", {}),
              "The old recovery key opens nothing any more.",
            )
          }
        >
          New recovery key…
        </Button>
      </div>
    </Section>
  );
}

function Keychain({ facts }: { readonly facts: VaultFacts }) {
  if (facts.keychainProblem)
    return (
      <Notice tone="warning" next={facts.keychainProblem.next}>
        {facts.keychainProblem.message}
      </Notice>
    );
  return (
    <div className={styles["row"]}>
      <span className={styles["text"]}>
        Keychain
        <span className={styles["soft"]}>
          {facts.keychain === "has-the-key"
            ? "Holds the key of this vault."
            : "Works, and has no key for this vault: unlock with the recovery key to put it back."}
        </span>
      </span>
    </div>
  );
}
