import {
  consentRules,
  type ConsentRule,
} from "../../../shared/core/vault/document.ts";

/** When a person is asked, as it stands after "A person is asked:". */
export const consentWords: Readonly<Record<ConsentRule, string>> = {
  always: "Before every credential",
  writes: "Before what may do more than os:reader",
  never: "Never",
};

/** The choice of no rule of one's own. */
export const unsaid = "";

/** The rules as choices, behind the one that leaves it unsaid. */
export function consentOptions(unsaidText: string) {
  return [
    { value: unsaid, text: unsaidText },
    ...consentRules.map((value) => ({ value, text: consentWords[value] })),
  ];
}

/** What was chosen; null: it is left unsaid. */
export function chosenRule(value: string): ConsentRule | null {
  return consentRules.find((rule) => rule === value) ?? null;
}
