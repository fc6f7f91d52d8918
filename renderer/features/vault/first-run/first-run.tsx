import { useState } from "react";
import type { SettingsPage } from "../../../../shared/contract/settings.ts";
import type { AppState } from "../../../../shared/contract/vault.ts";
import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { goOn } from "../../../routes.ts";
import { useFirstFocus } from "../../fields/first-focus.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckField } from "../../../ui/field.tsx";
import { Notice, Problem } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { Card } from "../../card.tsx";
import { CardFoot } from "../card-foot.tsx";
import styles from "../../card.module.css";
import { outsideOf } from "../../settings/index.ts";
import { OtherWays } from "../recovery/index.ts";

/** Makes the vault. The passphrase and the recovery key are dealt with outside this window. */
export function FirstRun({
  state,
  settings,
  onLook,
}: {
  readonly state: AppState;
  /** Null: main has not answered yet, and the state is what it expects to. */
  readonly settings: SettingsPage | null;
  /** Asks for the keychain again. */
  readonly onLook: () => void;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const hasKeychain = state.keychainProblem === null;
  const [isRestoring, setIsRestoring] = useState(false);
  const [wantsPassphrase, setWantsPassphrase] = useState(false);
  const [isOpening, setIsOpening] = useState(false);
  const first = useFirstFocus();
  const passphrase = wantsPassphrase || !hasKeychain;
  const elsewhere = outsideOf(state);
  const create = () =>
    void run(
      call("vault.create", { keychain: hasKeychain, passphrase }),
      () => {
        goOn({ page: "contexts", name: null }, { page: "import" });
        const change = { unlockAtStart: true };
        // It may have been ticked before it turned out that there is no keychain.
        if (isOpening && hasKeychain)
          void run(call("settings.change", { change }));
      },
    );
  const isKnown = settings !== null;
  const [isAsking, setIsAsking] = useState(false);
  // Without a keychain there is more to be told before it is made.
  const createOnceKnown = async () => {
    setIsAsking(true);
    const now = await call("vault.state", {});
    setIsAsking(false);
    if (now.ok && now.value.keychainProblem === null) create();
  };
  if (isRestoring)
    return (
      <OtherWays
        state={state}
        settings={settings}
        onBack={() => setIsRestoring(false)}
      />
    );
  return (
    <Card title="Make your vault">
      <p className={styles["text"]}>
        A talosconfig is root on a whole cluster. The vault keeps yours
        encrypted on this machine and hands terminals temporary ones. No
        account, no server, no telemetry.
      </p>
      <Problem tone="warning" error={settings?.settingsProblem ?? null} />
      {!isKnown ? (
        <Notice tone="info" next="It opens the vault; nothing has to be typed.">
          Your system&apos;s keychain is being looked for.
        </Notice>
      ) : (
        <Keychain state={state} onLook={onLook} />
      )}
      <CheckField
        label="Set a passphrase as well"
        hint={`A second way in, when the keychain cannot be reached. It is asked for ${elsewhere}.`}
        checked={passphrase}
        disabled={!hasKeychain}
        onChange={setWantsPassphrase}
      />
      {hasKeychain ? (
        <CheckField
          label="Open without asking at start"
          hint="With the keychain, without a click. The settings can change it."
          checked={isOpening}
          onChange={setIsOpening}
        />
      ) : null}
      <p className={styles["text"]}>
        Next you are shown a recovery key, once, {elsewhere}: print it or save
        it where you keep such things. Without it a lost keychain means a lost
        vault.
      </p>
      <div className={styles["actions"]}>
        <Button
          tone="primary"
          ref={first}
          isBusy={isBusy || isAsking}
          onClick={isKnown ? create : () => void createOnceKnown()}
        >
          Make the vault
        </Button>
        <Button onClick={() => setIsRestoring(true)}>I have a backup…</Button>
      </div>
      {isBusy ? <Progress label={`Waiting for you ${elsewhere}`} /> : null}
      <CardFoot>It will be in {state.path}</CardFoot>
    </Card>
  );
}

/** Whether the keychain can open the vault, and what to do where it cannot. */
function Keychain({
  state: { keychainProblem },
  onLook,
}: {
  readonly state: AppState;
  readonly onLook: () => void;
}) {
  if (keychainProblem === null)
    return (
      <Notice tone="info" next="It opens the vault; nothing has to be typed.">
        Your system&apos;s keychain works.
      </Notice>
    );
  return (
    <Notice
      tone="warning"
      next={`${keychainProblem.next} One that is made here now is opened by a passphrase.`}
      action={
        <Button size="small" onClick={onLook}>
          Look again
        </Button>
      }
    >
      {keychainProblem.message}
    </Notice>
  );
}
