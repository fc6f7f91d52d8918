import type { Settings } from "../../../shared/core/settings/settings.ts";
import { Section } from "../../ui/page.tsx";
import { SwitchField } from "../../ui/switch.tsx";

/** What the app may do to clusters by itself: nothing, unless somebody wants it. */
export function ClusterCard({
  settings,
  change,
}: {
  readonly settings: Settings;
  readonly change: (fields: Partial<Settings>) => void;
}) {
  return (
    <Section title="Cluster">
      <SwitchField
        label="Ask the endpoints of the current context every ten minutes"
        hint="While the app runs and the vault is open. Without it nobody is contacted unless you ask for it."
        checked={settings.backgroundChecks}
        onChange={(backgroundChecks) => change({ backgroundChecks })}
      />
      <SwitchField
        label="Renew certificates at two thirds of their life"
        hint="While the app runs and the vault is open, by an authority that needs no passphrase or through a node; each is tried once a day, and the activity shows what was made. The old certificate stays valid until its end."
        checked={settings.automaticRenewal}
        onChange={(automaticRenewal) => change({ automaticRenewal })}
      />
    </Section>
  );
}
