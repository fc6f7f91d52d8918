import { TextField } from "../../ui/field.tsx";
import { Presets } from "../../ui/presets.tsx";
import { LifetimeField } from "../fields/lifetime-field.tsx";

/** What is given most. */
const presets = {
  "Reader for a colleague": { roles: "os:reader", lifetime: "8h" },
  "Backup job": { roles: "os:etcd:backup", lifetime: "1d" },
} as const;
export const usualTerms = presets["Reader for a colleague"];
type PresetName = keyof typeof presets;
const presetNames = Object.keys(presets) as readonly PresetName[];

export interface GiveDraft {
  readonly text: string;
  readonly to: string;
  readonly reason: string;
  /** Of what keys open: the context that a node is asked as; empty: none is asked where the vault can sign. */
  readonly asker: string;
  readonly roles: string;
  readonly lifetime: string;
}

/** What is given, to whom and why. */
export function GiveTerms({
  draft,
  isSound,
  change,
}: {
  readonly draft: GiveDraft;
  readonly isSound: boolean;
  readonly change: (fields: Partial<GiveDraft>) => void;
}) {
  const { roles, lifetime, to, reason } = draft;
  const chosen = presetNames.find(
    (one) => presets[one].roles === roles && presets[one].lifetime === lifetime,
  );
  return (
    <>
      <Presets
        label="What is given most"
        values={presetNames}
        chosen={chosen ?? ""}
        onChoose={(one) => change(presets[one])}
      />
      <TextField
        label="Roles"
        hint="Separated by commas. A person is asked before os:admin is given."
        value={roles}
        onChange={({ target }) => change({ roles: target.value })}
      />
      <LifetimeField
        value={lifetime}
        isSound={isSound}
        hint="It cannot be revoked: the shorter the better."
        correction="A duration from a second to a hundred years: 8h, 1d."
        presets={["8h", "1d", "7d"]}
        onChange={(typed) => change({ lifetime: typed })}
      />
      <TextField
        label="For"
        hint="Who gets it. They see it, and the activity keeps it."
        value={to}
        onChange={({ target }) => change({ to: target.value })}
      />
      <TextField
        label="Reason"
        hint="They see it, and the activity keeps it."
        value={reason}
        onChange={({ target }) => change({ reason: target.value })}
      />
    </>
  );
}
