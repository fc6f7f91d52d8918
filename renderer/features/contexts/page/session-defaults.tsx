import { useState } from "react";
import {
  impersonatorRole,
  knownRoles,
} from "../../../../shared/core/roles/role.ts";
import {
  durationText,
  durationWords,
  parseDuration,
} from "../../../../shared/core/sessions/duration.ts";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { Button } from "../../../ui/button.tsx";
import { TextField } from "../../../ui/field.tsx";
import { SelectField } from "../../../ui/select-field.tsx";
import { EditIcon } from "../../../ui/icons.ts";
import { Section } from "../../../ui/page.tsx";
import {
  chosenRule,
  consentOptions,
  consentWords,
  unsaid,
} from "../../fields/consent-text.ts";
import { about } from "../../names/context-name.tsx";
import { useNow } from "../../times/now.ts";
import { makerOf, type Maker } from "../../sessions/session-draft.ts";
import type { VaultView } from "../../vault-view.ts";
import styles from "./context.module.css";
import type { Edit } from "./edit-changes.ts";
import { EditDialog } from "./edit-dialog.tsx";

const minute = 60_000;

/** What sessions of this context get when nothing else is asked for. */
export function SessionDefaults({
  page,
  view,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
}) {
  const [isEditing, setIsEditing] = useState(false);
  const { roles, ttlSeconds } = page.session;
  const maker = makerOf(page, useNow(minute));
  const usual = durationWords(view.settings.sessionMinutes * 60);
  const life = ttlSeconds === undefined ? usual : durationWords(ttlSeconds);
  const made = `${(roles ?? ["os:reader"]).join(", ")} for ${life}`;
  return (
    <Section
      title="Sessions"
      action={
        <Button size="small" tone="quiet" onClick={() => setIsEditing(true)}>
          <EditIcon aria-hidden />
          Defaults
        </Button>
      }
    >
      <p className={styles["soft"]}>{sentenceOf(maker, made, life)}</p>
      <p className={styles["soft"]}>
        A person is asked: {consentWords[page.consent].toLowerCase()}.
      </p>
      {isEditing ? (
        <DefaultsDialog
          page={page}
          usual={usual}
          onClose={() => setIsEditing(false)}
        />
      ) : null}
    </Section>
  );
}

function sentenceOf(maker: Maker, made: string, life: string): string {
  switch (maker) {
    case "open":
      return `Each gets a certificate of its own: ${made}.`;
    case "node":
      return `Each gets a certificate of its own, which a node of the cluster is asked for: ${made}.`;
    case "sealed":
      return `Each gets the context's own key for ${life}, unless a role is chosen: then the authority's passphrase is asked for.`;
    case "none":
      return `Each gets the context's own key for ${life}. With the cluster's authority in the vault it would be ${made}.`;
  }
}

const ours = "";

function defaultsOf({
  session: { roles, ttlSeconds },
  ownConsent,
}: ContextPage): Edit {
  return {
    sessionRoles: roles ? [...roles] : null,
    sessionTtlSeconds: ttlSeconds ?? null,
    consent: ownConsent,
  };
}

function DefaultsDialog({
  page,
  usual,
  onClose,
}: {
  readonly page: ContextPage;
  /** How long a session lasts where nothing is chosen. */
  readonly usual: string;
  readonly onClose: () => void;
}) {
  const { roles, ttlSeconds } = page.session;
  const [chosen, setChosen] = useState(roles?.join(",") ?? ours);
  const [lifetime, setLifetime] = useState(
    ttlSeconds === undefined ? "" : durationText(ttlSeconds),
  );
  const [consent, setConsent] = useState<string>(page.ownConsent ?? unsaid);
  const seconds =
    lifetime.trim() === "" ? null : parseDuration(lifetime.trim());
  const isSound = lifetime.trim() === "" || seconds !== null;
  const edit = {
    sessionRoles: chosen === ours ? null : chosen.split(","),
    sessionTtlSeconds: seconds,
    consent: chosenRule(consent),
  };
  return (
    <EditDialog
      title={about("Sessions of ", page.name)}
      page={page}
      read={defaultsOf}
      edit={edit}
      isReady={isSound}
      onClose={onClose}
    >
      <SelectField
        label="Role"
        value={chosen}
        options={optionsOf(chosen)}
        onChange={setChosen}
      />
      <TextField
        label="Lifetime"
        hint={`15m, 1h30m, 8h; empty: the default, ${usual}.`}
        aria-invalid={!isSound}
        value={lifetime}
        onChange={(event) => setLifetime(event.target.value)}
      />
      <SelectField
        label="Ask a person"
        value={consent}
        options={consentOptions("Default: as in the settings")}
        onChange={setConsent}
      />
    </EditDialog>
  );
}

/** Several roles can be chosen on the command line; then they are one more choice here. */
function optionsOf(chosen: string) {
  const names = knownRoles
    .map(({ name }) => name)
    .filter((name) => name !== impersonatorRole);
  const several = chosen.includes(",") ? [chosen] : [];
  return [
    { value: ours, text: "Default: os:reader" },
    ...[...several, ...names].map((value) => ({ value, text: value })),
  ];
}
