// The page of settings: appearance, slots, copies and generations of the vault.
// Keep: Passphrases and recovery keys are asked for and shown outside of the page.
import type { Settings } from "../../../shared/core/settings/settings.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Problem } from "../../ui/notice.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { SwitchField } from "../../ui/switch.tsx";
import type { VaultView } from "../vault-view.ts";
import { ConsentCard } from "./consent-card.tsx";
import { ClusterCard } from "./cluster-card.tsx";
import { BackupsCard } from "./backups-card.tsx";
import { BackgroundCard } from "./background-card.tsx";
import styles from "./settings.module.css";
import { UnlockMethodsCard } from "./unlock-methods-card.tsx";
import { countOf } from "../../../shared/core/counted-noun.ts";

/** Every change is written, and takes effect, at once. */
export function SettingsPage({ view }: { readonly view: VaultView }) {
  const call = useCall();
  const { run } = useAction();
  const change = (fields: Partial<Settings>) =>
    void run(call("settings.change", { change: fields }));
  const { settings, terminals } = view;
  return (
    <Page layout="columns" title="Settings">
      <Problem tone="warning" error={view.settingsProblem} />
      <Section title="Appearance">
        <div className={styles["columns"]}>
          <SelectField
            label="Theme"
            value={settings.theme}
            options={[
              { value: "system", text: "Same as the system" },
              { value: "light", text: "Light" },
              { value: "dark", text: "Dark" },
            ]}
            onChange={(theme) => change({ theme })}
          />
        </div>
      </Section>
      {view.state.host === "electron" ? (
        <BackgroundCard settings={settings} change={change} />
      ) : null}
      <Locking settings={settings} change={change} />
      <Section title="Sessions">
        <div className={styles["columns"]}>
          <SelectField
            label="Lifetime"
            value={String(settings.sessionMinutes)}
            options={lifetimes(settings.sessionMinutes)}
            onChange={(minutes) => change({ sessionMinutes: Number(minutes) })}
          />
          <SelectField
            label="Terminal"
            hint={
              terminals.length === 0
                ? "No known terminal is installed: copy a session's command and paste it into yours."
                : undefined
            }
            value={settings.terminal}
            options={terminalOptions(terminals, settings)}
            onChange={(terminal) => change({ terminal })}
          />
        </div>
      </Section>
      <ClusterCard settings={settings} change={change} />
      <Section title="Notices">
        <SwitchField
          label="Certificates that end soon"
          hint="30, 14 and 7 days before, and the day before."
          checked={settings.expiryNotices}
          onChange={(expiryNotices) => change({ expiryNotices })}
        />
        <SwitchField
          label="Sessions that end soon"
          hint="Five minutes before."
          checked={settings.sessionNotices}
          onChange={(sessionNotices) => change({ sessionNotices })}
        />
      </Section>
      <ConsentCard />
      <UnlockMethodsCard view={view} />
      <BackupsCard view={view} />
    </Page>
  );
}

const sessionsAtLocks = [
  { value: "end-own", text: "End this window's sessions" },
  { value: "end-all", text: "End all sessions" },
  { value: "keep", text: "Let sessions go on" },
] as const;

function Locking({
  settings,
  change,
}: {
  readonly settings: Settings;
  readonly change: (fields: Partial<Settings>) => void;
}) {
  return (
    <Section title="Locking">
      <div className={styles["columns"]}>
        <SelectField
          label="Lock when idle"
          value={String(settings.lockAfterMinutes)}
          options={lockTimes(settings.lockAfterMinutes)}
          onChange={(minutes) => change({ lockAfterMinutes: Number(minutes) })}
        />
        <SelectField
          label="After an idle lock"
          hint="A notice warns a minute before it."
          value={settings.sessionsAtIdleLock}
          options={sessionsAtLocks}
          onChange={(sessionsAtIdleLock) => change({ sessionsAtIdleLock })}
        />
        <SelectField
          label="After any other lock"
          value={settings.sessionsAtLock}
          options={sessionsAtLocks}
          onChange={(sessionsAtLock) => change({ sessionsAtLock })}
        />
      </div>
      <SwitchField
        label="Lock when the machine goes to sleep"
        checked={settings.lockOnSuspend}
        onChange={(lockOnSuspend) => change({ lockOnSuspend })}
      />
      <SwitchField
        label="Lock when the screen locks"
        checked={settings.lockOnScreenLock}
        onChange={(lockOnScreenLock) => change({ lockOnScreenLock })}
      />
      <SwitchField
        label="Open without asking at start"
        hint="With the keychain, without a click."
        checked={settings.unlockAtStart}
        onChange={(unlockAtStart) => change({ unlockAtStart })}
      />
      <SwitchField
        label="Keep open for terminals"
        hint="After the keychain has opened the vault for a session in a terminal, it stays open in memory for 15 minutes: the next sessions start faster. Locking it in a terminal ends that."
        checked={settings.unlockAtExec}
        onChange={(unlockAtExec) => change({ unlockAtExec })}
      />
    </Section>
  );
}

function lockTimes(present: number) {
  return withPresent([1, 5, 10, 30, 60, 0], present).map((minutes) => ({
    value: String(minutes),
    text: minutes === 0 ? "Never" : `After ${minutesText(minutes)}`,
  }));
}

function lifetimes(present: number) {
  return withPresent([15, 60, 240, 480], present).map((minutes) => ({
    value: String(minutes),
    text: minutesText(minutes),
  }));
}

function withPresent(
  known: readonly number[],
  present: number,
): readonly number[] {
  return known.includes(present) ? known : [present, ...known];
}

function minutesText(minutes: number): string {
  return minutes % 60 === 0
    ? countOf(minutes / 60, "hour")
    : countOf(minutes, "minute");
}

function automatic([first]: readonly string[]): string {
  return first === undefined ? "Automatic" : `Automatic (${first})`;
}

function terminalOptions(
  installed: readonly string[],
  { terminal, terminalCommand }: Settings,
): readonly { readonly value: Settings["terminal"]; readonly text: string }[] {
  const own = terminalCommand === "" ? [] : ["custom"];
  const known = new Set(["auto", ...installed, ...own, terminal]);
  return [...known].map((name) => ({
    value: name as Settings["terminal"],
    text: terminalText(name, installed, terminalCommand),
  }));
}

function terminalText(
  name: string,
  installed: readonly string[],
  ownCommand: string,
): string {
  if (name === "auto") return automatic(installed);
  return name === "custom" ? `Own command: ${ownCommand}` : name;
}
