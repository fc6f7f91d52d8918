import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Section } from "../../ui/page.tsx";
import { chosenRule, consentOptions, unsaid } from "../fields/consent-text.ts";
import styles from "./settings.module.css";

/** Whether a person is asked about contexts that have no rule of their own: it lies in the vault, not in the settings' file. */
export function ConsentCard() {
  const call = useCall();
  const { run } = useAction();
  const facts = useAnswer("vault.facts", {}, ["vault", "state"]);
  if (facts.value === null) return null;
  return (
    <Section title="Consent">
      <div className={styles["columns"]}>
        <SelectField
          label="Ask a person"
          hint="Before a context's credential is lent or leaves the vault, where the context has no rule of its own. A weaker rule needs a person's consent."
          value={facts.value.consent ?? unsaid}
          options={consentOptions(
            "On production, before what may do more than os:reader",
          )}
          onChange={(value) =>
            void run(call("vault.set-consent", { rule: chosenRule(value) }))
          }
        />
      </div>
    </Section>
  );
}
