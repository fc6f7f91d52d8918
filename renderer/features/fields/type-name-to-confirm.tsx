// Fields that forms of several rooms share: contexts, files, lifetimes, and what is said before something dangerous.
// Keep: They check what was typed for the eye; what counts is judged by the core.
import type { Danger } from "../../../shared/core/policy/confirmation.ts";
import { TextField } from "../../ui/field.tsx";
import { ProductionMark } from "../names/context-name.tsx";
import { dangerWords } from "./danger-text.ts";

/** What a person says before a credential that may do everything is handed out. */
export interface Said {
  readonly reason: string;
  readonly confirmation: string;
}

/** What has to be said before a danger: a reason and the typed name. Nothing where there is none. */
export function DangerFields({
  name,
  danger,
  said,
  isReasonAsked = true,
  onChange,
}: {
  readonly name: string;
  readonly danger: Danger | null;
  readonly said: Said;
  /** Not where the reason is asked for in any case. */
  readonly isReasonAsked?: boolean;
  readonly onChange: (said: Partial<Said>) => void;
}) {
  if (danger === null) return null;
  return (
    <>
      {isReasonAsked ? (
        <ReasonField
          value={said.reason}
          onChange={(reason) => onChange({ reason })}
        />
      ) : null}
      <TypedNameField
        name={name}
        hint={dangerWords[danger]}
        value={said.confirmation}
        onChange={(confirmation) => onChange({ confirmation })}
      />
    </>
  );
}

/** Why a credential is wanted that may do everything. */
export function ReasonField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <TextField
      label="Reason"
      hint="The activity keeps it."
      value={value}
      maxLength={200}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** The name that is typed before something that cannot be taken back. */
export function TypedNameField({
  name,
  hint,
  value,
  onChange,
}: {
  readonly name: string;
  /** What it would do. */
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <TextField
      label={`Type ${name} to confirm`}
      hint={hint}
      mark={<ProductionMark name={name} />}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
