// The page of roles: which one a thing needs, and the rules of each release.
// Keep: Rules are data of the core (core/roles); none is written here.
import { useState } from "react";
import {
  latestVersion,
  talosVersions,
} from "../../../shared/core/roles/methods.ts";
import { TextField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import type { VaultView } from "../vault-view.ts";
import { RoleAdvice } from "./role-advice.tsx";
import { Matrix } from "./matrix.tsx";

/** Which role a thing needs, which context has it, and the whole rule table of a release. */
export function RolesPage({ view }: { readonly view: VaultView }) {
  const [typed, setTyped] = useState("");
  const [version, setVersion] = useState(latestVersion);
  return (
    <Page title="Roles">
      <Section title="What do you want to do?">
        <TextField
          label="A talosctl command"
          hint="As you would run it, or a part of it: reboot, etcd snapshot, get machineconfig."
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <RoleAdvice view={view} typed={typed} version={version} />
      </Section>
      <Section
        title="Who may call what"
        action={
          <SelectField
            isLabelHidden
            label="Talos release"
            value={version}
            options={talosVersions.toReversed().map((one) => ({
              value: one,
              text: one === latestVersion ? "Newest Talos" : `Talos ${one}`,
            }))}
            onChange={setVersion}
          />
        }
      >
        <Matrix version={version} typed={typed} />
      </Section>
    </Page>
  );
}
