import { CheckField } from "../../ui/field.tsx";
import type { IssueDraft } from "./issue-draft.ts";

/** What main refuses until somebody insists on it. */
export function Overrides({
  draft,
  change,
}: {
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
}) {
  return (
    <>
      <CheckField
        label="Override warnings"
        hint="Issue it also without a role, for more than a year, or past the end of its CA."
        checked={draft.isForced}
        onChange={(isForced) => change({ isForced })}
      />
      {draft.opened ? (
        <CheckField
          label="Issue it under another CA than the context's"
          hint="After a rotation of the cluster's CA: else it opens another cluster at these addresses."
          checked={draft.acceptsOtherAuthority}
          onChange={(acceptsOtherAuthority) =>
            change({ acceptsOtherAuthority })
          }
        />
      ) : null}
    </>
  );
}
