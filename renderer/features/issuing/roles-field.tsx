import { knownRoles } from "../../../shared/core/roles/role.ts";
import { CheckField, TextField } from "../../ui/field.tsx";
import type { IssueDraft } from "./issue-draft.ts";
import styles from "./issuing.module.css";

/** Any set of roles: the known ones with what each allows, and names that only your own tools know. */
export function RolesField({
  draft,
  change,
}: {
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
}) {
  return (
    <fieldset className={styles["roles"]}>
      <legend className={styles["legend"]}>Roles</legend>
      {knownRoles.map(({ name, meaning }) => (
        <CheckField
          key={name}
          label={name}
          hint={meaning}
          checked={draft.roles.includes(name)}
          onChange={(isChosen) =>
            change({
              roles: isChosen
                ? [...draft.roles, name]
                : draft.roles.filter((role) => role !== name),
            })
          }
        />
      ))}
      <TextField
        label="Custom roles"
        hint="Separated by commas. Talos has no rule for them; leave it empty unless something of yours reads them."
        value={draft.custom}
        onChange={(event) => change({ custom: event.target.value })}
      />
    </fieldset>
  );
}
