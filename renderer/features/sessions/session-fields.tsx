import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { Fold } from "../../ui/fold.tsx";
import { CheckField, TextField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { ContextField } from "../fields/context-field.tsx";
import { LifetimeField } from "../fields/lifetime-field.tsx";
import type { VaultView } from "../vault-view.ts";
import { CredentialField } from "./credential-field.tsx";
import { choose, moveTo, rowOf, type Draft } from "./session-draft.ts";
import { SessionRestrictions } from "./session-restrictions.tsx";

const presets = ["15m", "1h", "4h", "8h"];
const deliveries: readonly {
  readonly value: Draft["delivery"];
  readonly text: string;
}[] = [
  { value: "best", text: "Automatic" },
  { value: "gateway", text: "A gateway: the key stays in Talos Vault" },
  { value: "fd", text: "A descriptor: the key has no name on any disk" },
  { value: "file", text: "A private file: for containers" },
];

/** What the session is to be, but for what guards it. */
export function SessionFields({
  view,
  draft,
  now,
  restrictions,
  setDraft,
}: {
  readonly view: VaultView;
  readonly draft: Draft;
  readonly now: number;
  /** Null: it has no gateway. */
  readonly restrictions: readonly string[] | null;
  readonly setDraft: (draft: Draft) => void;
}) {
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  const isGateway = restrictions !== null;
  return (
    <>
      <ContextField
        label="Context"
        value={draft.context}
        contexts={view.contexts}
        hint={rowOf(view, draft.context)?.note ?? ""}
        onChange={(name) => setDraft(moveTo(view, draft, name, now))}
      />
      <CredentialField
        view={view}
        draft={draft}
        now={now}
        isKept={isGateway}
        onChoose={(credential) => setDraft(choose(draft, { credential }))}
      />
      <LifetimeField
        value={draft.lifetime}
        isSound={parseDuration(draft.lifetime.trim()) !== null}
        hint={
          isGateway
            ? "The gateway closes after that, at the latest, and cuts what runs through it."
            : "The credential is taken out of the terminal after that, at the latest."
        }
        correction="A duration from a second to a year: 45m, 1h30m, 2d."
        presets={presets}
        onChange={(lifetime) => setDraft(choose(draft, { lifetime }))}
      />
      {restrictions ? (
        <SessionRestrictions restrictions={restrictions} />
      ) : null}
      <More draft={draft} isGateway={isGateway} change={change} />
      <TextField
        label="Reason"
        hint="The activity keeps it."
        value={draft.reason}
        maxLength={200}
        onChange={(event) => change({ reason: event.target.value })}
      />
    </>
  );
}

/** What hardly anybody changes. */
function More({
  draft,
  isGateway,
  change,
}: {
  readonly draft: Draft;
  readonly isGateway: boolean;
  readonly change: (fields: Partial<Draft>) => void;
}) {
  return (
    <Fold title="More">
      <SelectField
        label="Delivery"
        value={draft.delivery}
        options={deliveries}
        onChange={(delivery) => change({ delivery })}
      />
      <CheckField
        label="Follow the current context"
        hint={
          isGateway
            ? "A gateway leads to one cluster, and goes nowhere else."
            : "When you switch, the terminal goes with you."
        }
        checked={draft.isFollowing && !isGateway}
        disabled={isGateway}
        onChange={(isFollowing) => change({ isFollowing })}
      />
    </Fold>
  );
}
