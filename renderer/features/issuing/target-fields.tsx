import { TextField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TypedPathField } from "../fields/path-field.tsx";
import { aimedAt, type IssueDraft, type Target } from "./issue-draft.ts";

const targets: readonly { readonly value: Target; readonly text: string }[] = [
  { value: "renew", text: "This context: its key is replaced" },
  { value: "context", text: "A new context beside it" },
  { value: "file", text: "A file for somebody else" },
  { value: "automation", text: "A file for a pipeline" },
];

/** Where it goes, and for whom: the log keeps both. */
export function TargetFields({
  draft,
  change,
  isPathTyped,
}: {
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
  readonly isPathTyped: boolean;
}) {
  const isFile = draft.target === "file" || draft.target === "automation";
  return (
    <>
      <SelectField
        label="For"
        value={draft.target}
        options={targets}
        onChange={(target) => change(aimedAt(draft, target))}
      />
      {draft.target === "context" ? (
        <TextField
          label="Name"
          value={draft.as}
          onChange={(event) => change({ as: event.target.value })}
        />
      ) : null}
      {isFile && isPathTyped ? (
        <TypedPathField
          label="File to write"
          hint="a file that is there is not replaced."
          path={draft.path}
          onType={(path) => change({ path })}
        />
      ) : null}
      {isFile ? (
        <TextField
          label="Who gets it"
          maxLength={200}
          value={draft.recipient}
          onChange={(event) => change({ recipient: event.target.value })}
        />
      ) : null}
      <TextField
        label="Reason"
        hint="The activity keeps it."
        maxLength={200}
        value={draft.reason}
        onChange={(event) => change({ reason: event.target.value })}
      />
    </>
  );
}
