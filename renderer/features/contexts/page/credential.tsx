import { useState } from "react";
import {
  expiryState,
  spanOf,
} from "../../../../shared/core/certificates/expiry.ts";
import { nearText } from "../../../../shared/core/moment-text.ts";
import {
  allowedMethods,
  methodRules,
} from "../../../../shared/core/roles/methods.ts";
import { roleMeaning } from "../../../../shared/core/roles/role.ts";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { Facts } from "../../../ui/facts.tsx";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page.tsx";
import { dateText } from "../../times/date-text.ts";
import { Moment } from "../../times/moment.tsx";
import { useNow } from "../../times/now.ts";
import styles from "./context.module.css";
import { CopiedFact } from "./copied-fact.tsx";
import { MethodsDialog } from "./methods-dialog.tsx";

const minute = 60_000;

/** The credential as a card: what it allows in words, who issued it, how long it lasts. */
export function Credential({ page }: { readonly page: ContextPage }) {
  const [isOpen, setIsOpen] = useState(false);
  const { card, roles } = page;
  if (!card)
    return (
      <Section title="Credential">
        <p className={styles["soft"]}>{withoutCertificate[page.kind]}</p>
      </Section>
    );
  const allowed = allowedMethods(roles).length;
  return (
    <Section
      title="Credential"
      action={
        <Button size="small" onClick={() => setIsOpen(true)}>
          {allowed} of {methodRules.length} methods
        </Button>
      }
    >
      <ul className={styles["roles"]}>
        {roles.map((role) => (
          <li key={role} className={styles["role"]}>
            <span className={styles["roleName"]}>{role}</span>
            <span className={styles["soft"]}>{roleMeaning(role)}</span>
          </li>
        ))}
        {roles.length === 0 ? (
          <li className={styles["soft"]}>No role: Talos allows it nothing.</li>
        ) : null}
      </ul>
      <Validity page={page} />
      <Facts>
        <dt>Issuer</dt>
        <dd>{card.issuer || "unnamed"}</dd>
        <dt>Algorithm</dt>
        <dd>{card.algorithm}</dd>
        <dt>Serial</dt>
        <CopiedFact name={page.name} what="serial" text={card.serial} />
        <dt>Fingerprint</dt>
        <CopiedFact
          name={page.name}
          what="fingerprint"
          text={card.fingerprint}
        />
        {card.authorityNotAfter ? (
          <>
            <dt>CA ends</dt>
            <dd>
              <Moment as="day" at={card.authorityNotAfter} />
            </dd>
          </>
        ) : null}
      </Facts>
      {isOpen ? (
        <MethodsDialog
          name={page.name}
          roles={roles}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </Section>
  );
}

const withoutCertificate: Readonly<Record<ContextPage["kind"], string>> = {
  certificate: "The certificate cannot be read.",
  siderov1: "An Omni identity: talosctl signs in through the browser.",
  basic: "A user name and a password.",
  none: "The context has no credential.",
};

/** How much of its life is over. */
function Validity({ page }: { readonly page: ContextPage }) {
  const now = useNow(minute);
  const { notBefore, notAfter } = page;
  if (!notBefore || !notAfter) return null;
  const span = spanOf({ notBefore, notAfter });
  const [start, end] = [span.notBefore.getTime(), span.notAfter.getTime()];
  const over = Math.min(1, Math.max(0, (now - start) / (end - start)));
  const state = expiryState(span, new Date(now));
  const tone = { "expires soon": "soon", expired: "ended" }[state as string];
  const words = nearText(span.notAfter, new Date(now));
  return (
    <div>
      <div
        className={styles["bar"]}
        role="img"
        aria-label={`Valid until ${dateText(notAfter)}, ${words}`}
      >
        <div
          className={styles["barPast"]}
          data-state={tone}
          style={{ width: `${String(over * 100)}%` }}
        />
      </div>
      <div className={styles["barEnds"]}>
        <Moment as="day" at={notBefore} />
        <Moment as="day" at={notAfter} />
      </div>
    </div>
  );
}
