import { useState } from "react";
import type { SettingsPage } from "../../../../shared/contract/settings.ts";
import type { AppState } from "../../../../shared/contract/vault.ts";
import type { WireError } from "../../../../shared/contract/wire.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { Notice, Problem } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { Card } from "../../card.tsx";
import { CardFoot } from "../card-foot.tsx";
import { ChosenAction } from "../../actions/index.ts";
import { OtherWays } from "../recovery/index.ts";
import { useForgetShownNames } from "../forget-shown-names.ts";
import styles from "../../card.module.css";
import { useFirstFocus } from "../../fields/first-focus.ts";

/** A vault that is there and closed. */
export function LockScreen({
  state,
  settings,
  onOpened,
}: {
  readonly state: AppState;
  /** Null: main has not answered yet, and the state is what it expects to. */
  readonly settings: SettingsPage | null;
  readonly onOpened: () => void;
}) {
  const call = useCall();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const [isRecovering, setIsRecovering] = useState(false);
  const first = useFirstFocus();
  useForgetShownNames();
  const attempt = async (
    work: Promise<{ readonly ok: boolean; readonly error?: WireError }>,
    onDone: () => void = () => undefined,
  ) => {
    setIsBusy(true);
    setError(null);
    const result = await work;
    setIsBusy(false);
    // No news for whoever cancelled it.
    if (result.error && result.error.code !== "cancelled")
      setError(result.error);
    if (result.ok) onDone();
  };
  if (isRecovering)
    return (
      <OtherWays
        state={state}
        settings={settings}
        onBack={() => setIsRecovering(false)}
      />
    );
  const view = settings && { state, ...settings, contexts: [], sessions: [] };
  const hasKeychainKey = state.keychain === "has-the-key";
  return (
    <Card title="The vault is locked">
      <Known state={state} settings={settings} error={error} />
      <div className={styles["actions"]}>
        {hasKeychainKey || !state.hasPassphrase ? (
          <Button
            ref={first}
            tone="primary"
            isBusy={isBusy}
            onClick={() =>
              void attempt(call("vault.unlock", { with: "keychain" }), onOpened)
            }
          >
            Unlock
          </Button>
        ) : null}
        {state.hasPassphrase ? (
          <Button
            ref={hasKeychainKey ? undefined : first}
            tone={hasKeychainKey ? "plain" : "primary"}
            isBusy={isBusy}
            onClick={() =>
              void attempt(
                call("vault.unlock", { with: "passphrase" }),
                onOpened,
              )
            }
          >
            Use the passphrase…
          </Button>
        ) : null}
        <Button
          tone="quiet"
          isBusy={isBusy}
          onClick={() => void attempt(call("vault.recover", {}))}
        >
          Use the recovery key…
        </Button>
        <Button
          tone="quiet"
          isBusy={isBusy}
          onClick={() => setIsRecovering(true)}
        >
          Other ways…
        </Button>
      </div>
      {isBusy ? (
        <Progress
          label={`Waiting for the keychain, or for you${place(state)}`}
        />
      ) : null}
      <CardFoot>{state.path}</CardFoot>
      {view && <ChosenAction view={view} />}
    </Card>
  );
}

/** Why it is locked, and what is in the way of opening it. */
function Known({
  state,
  settings,
  error,
}: {
  readonly state: AppState;
  readonly settings: SettingsPage | null;
  /** Of the last attempt. */
  readonly error: WireError | null;
}) {
  return (
    <>
      {state.lockReason ? (
        <p className={styles["text"]}>{state.lockReason}</p>
      ) : null}
      {state.keychainProblem ? (
        <Notice tone="warning" next={state.keychainProblem.next}>
          {state.keychainProblem.message}
        </Notice>
      ) : null}
      <Problem tone="warning" error={settings?.settingsProblem ?? null} />
      <Problem error={unsaid(error, state)} />
    </>
  );
}

const place = ({ host }: AppState) =>
  host === "browser" ? " in the terminal" : "";

/** What the notice about the keychain says already is not said twice. */
function unsaid(
  error: WireError | null,
  { keychainProblem }: AppState,
): WireError | null {
  return error?.message === keychainProblem?.message ? null : error;
}
