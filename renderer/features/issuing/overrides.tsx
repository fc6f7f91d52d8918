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
        label="Issue it although something speaks against it"
        hint="No role, more than a year, an end after the CA's."
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
