import {
  openQuestions,
  type Confirmation,
  type Danger,
  type Question,
} from "../../../shared/core/policy/confirmation.ts";

/** Why a name is to be typed, beside the field. */
export const dangerWords: Readonly<Record<Danger, string>> = {
  "root-on-production":
    "It is marked production, and the credential may do everything. A reason is needed too.",
  "unknown-on-production":
    "It is marked production, and what the credential may do is not known here. A reason is needed too.",
  impersonator:
    "os:impersonator can act with any role. A reason is needed too.",
};

const questionWords: Readonly<Record<Question, string>> = {
  reason: "A reason is needed.",
  name: "Type the name of the context to go on.",
};

/** Why a dialog cannot go on yet, beside its grey button; null: nothing is dangerous, or all has been said. */
export function missingForDanger(
  danger: Danger | null,
  name: string,
  given: Confirmation,
): string | null {
  if (danger === null) return null;
  const [first] = openQuestions(name, given);
  return first === undefined ? null : questionWords[first];
}
