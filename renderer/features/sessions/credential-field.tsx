import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { dateText } from "../times/date-text.ts";
import type { VaultView } from "../vault-view.ts";
import {
  credentialsOf,
  makerOf,
  rowOf,
  stored,
  type Draft,
  type Maker,
} from "./session-draft.ts";

/** What the terminal gets: a credential made for it where the vault can, else the context's own key. */
export function CredentialField({
  view,
  draft,
  now,
  isKept,
  onChoose,
}: {
  readonly view: VaultView;
  readonly draft: Draft;
  readonly now: number;
  /** A gateway has the key, and the terminal never. */
  readonly isKept: boolean;
  readonly onChoose: (credential: string) => void;
}) {
  const row = rowOf(view, draft.context);
  const maker = row ? makerOf(row, now) : "none";
  const isStored = draft.credential === stored;
  return (
    <>
      {maker !== "none" ? (
        <SelectField
          label="Role"
          hint={isStored ? undefined : makerWords[maker]}
          value={draft.credential}
          options={credentialsOf(view, draft, now)}
          onChange={onChoose}
        />
      ) : null}
      {isStored && !(isKept && maker !== "none") ? (
        <StoredKey row={row} maker={maker} isKept={isKept} />
      ) : null}
    </>
  );
}

const makerWords: Readonly<Record<Exclude<Maker, "none">, string>> = {
  open: "A certificate of its own is made for the session, and ends with it.",
  sealed:
    "A certificate of its own is made for the session, after the authority's passphrase; it ends with the session.",
  node: "A node of the cluster is asked to make it; the key ends with the session.",
};

function StoredKey({
  row,
  maker,
  isKept,
}: {
  readonly row: ListedContext | undefined;
  readonly maker: Maker;
  readonly isKept: boolean;
}) {
  const roles = row?.roles.join(", ");
  const next =
    row?.notAfter && !isKept
      ? `The key itself stays valid until ${dateText(row.notAfter)}; the session takes it away again before.`
      : "";
  return (
    <Notice tone="info" next={next}>
      {isKept ? "The gateway uses" : "The terminal gets"} the context's own key
      {roles ? ` with ${roles}` : ""}.
      {maker === "none" && row?.kind === "certificate"
        ? " With the cluster's authority in the vault, or a valid os:admin certificate, it could get less."
        : null}
    </Notice>
  );
}
