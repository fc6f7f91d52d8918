import type { Danger } from "../../../shared/core/policy/guard.ts";
import { TextField } from "../../ui/field.tsx";
import { dangerWords } from "./danger-words.ts";

/** What a person says before a credential that may do everything is handed out. */
export interface Said {
  readonly reason: string;
  readonly confirmation: string;
}

/** The questions of the guard; none where there is no danger. */
export function GuardFields({
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
        <TextField
          label="Reason"
          hint="It is kept in the ledger."
          value={said.reason}
          maxLength={200}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      ) : null}
      <TextField
        label={`Type ${name} to confirm`}
        hint={dangerWords[danger]}
        value={said.confirmation}
        onChange={(event) => onChange({ confirmation: event.target.value })}
      />
    </>
  );
}
