// The page of the CAs that the vault can issue with, and of those that it only knows.
// Keep: No key comes here: files are read by main.
import { useState } from "react";
import type { AuthorityRow } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { AuthorityIcon, PlusIcon } from "../../ui/icons.ts";
import { Notice, Problem } from "../../ui/notice.tsx";
import { Empty, Page, Section } from "../../ui/page.tsx";
import { TableRow } from "../../ui/grid.tsx";
import { CommandTable } from "../../ui/table.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { useContextActions } from "../contexts/actions/index.ts";
import { ContextLinks } from "../names/context-links.tsx";
import { Moment } from "../times/moment.tsx";
import { useNow } from "../times/now.ts";
import { useUndo } from "../use-undo.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./authorities.module.css";
import { ImportDialog } from "./import-dialog.tsx";

const minute = 60_000;

/** The CAs that the vault can issue with, and those whose key it does not have. */
export function AuthoritiesPage({ view }: { readonly view: VaultView }) {
  const authorities = useAnswer("contexts.authorities", {}, ["vault"]);
  const [isImporting, setIsImporting] = useState(false);
  const rows = authorities.value ?? [];
  const add = (
    <Button tone="primary" onClick={() => setIsImporting(true)}>
      <PlusIcon aria-hidden />
      Import an authority…
    </Button>
  );
  return (
    <Page title="Authorities" actions={rows.length > 0 ? add : null}>
      <Problem error={authorities.error} />
      {authorities.value && rows.length === 0 ? (
        <Empty
          icon={<AuthorityIcon aria-hidden />}
          title="No authority yet"
          action={add}
        >
          The Talos CA of a cluster with its key, from secrets.yaml or a control
          plane config. With it the vault makes each session a credential of its
          own, and renews what has expired, without asking a node.
        </Empty>
      ) : null}
      {rows.length > 0 ? (
        <Section title="Talos CAs">
          <Notice tone="info">
            Whoever has a CA's key can make any credential for its cluster. Keep
            one where you need it often, behind a passphrase of its own where
            you do not.
          </Notice>
          <CommandTable
            label="Talos CAs"
            columns={["Cluster of", "Key", "CA ends", "CA", ""]}
            widths={["24%", "16%", "15%", "22%", "23%"]}
          >
            {rows.map((row) => (
              <Row
                key={row.authority}
                row={row}
                onImport={() => setIsImporting(true)}
              />
            ))}
          </CommandTable>
        </Section>
      ) : null}
      {isImporting ? (
        <ImportDialog view={view} onClose={() => setIsImporting(false)} />
      ) : null}
    </Page>
  );
}

const namesShown = 6;

function Row({
  row,
  onImport,
}: {
  readonly row: AuthorityRow;
  readonly onImport: () => void;
}) {
  const now = useNow(minute);
  const { open } = useContextActions();
  const { fingerprint, notAfter, contexts, hasKey } = row;
  const [first] = contexts;
  const issue = first === undefined ? undefined : () => open("issue", first);
  const use = fingerprint === null ? undefined : hasKey ? issue : onImport;
  return (
    <TableRow id={row.authority} onUse={use}>
      <td>
        {contexts.length > 0 ? (
          <ContextLinks names={contexts} most={namesShown} />
        ) : (
          "no context"
        )}
      </td>
      <Key row={row} />
      <td>{notAfter ? <Moment as="near" at={notAfter} now={now} /> : ""}</td>
      <td className={styles["mono"]} title={fingerprint ?? ""}>
        {fingerprint?.slice(0, 16) ?? "cannot be read"}
      </td>
      <td className={styles["end"]}>
        {fingerprint ? (
          <Commands row={row} fingerprint={fingerprint} onImport={onImport} />
        ) : null}
      </td>
    </TableRow>
  );
}

/** What is done with an authority: issuing where its key is at hand, else bringing it. */
function Commands({
  row: { hasKey, contexts },
  fingerprint,
  onImport,
}: {
  readonly row: AuthorityRow;
  readonly fingerprint: string;
  readonly onImport: () => void;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const { open } = useContextActions();
  const undo = useUndo();
  const toasts = useToasts();
  const short = fingerprint.slice(0, 16);
  const [first] = contexts;
  if (!hasKey)
    return (
      <Button
        size="small"
        aria-label={`Import the key of ${short}…`}
        onClick={onImport}
      >
        Import the key…
      </Button>
    );
  const remove = () =>
    void run(call("authorities.remove", { fingerprint }), () =>
      toasts.show({
        tone: "info",
        text: "Removed the authority's key.",
        next: "Earlier generations of the vault still have it.",
        action: { text: "Undo", onSelect: undo(), takesFocus: true },
      }),
    );
  return (
    <div className={styles["commands"]}>
      {first === undefined ? null : (
        <Button
          size="small"
          aria-label={`Issue a credential by ${short}…`}
          onClick={() => open("issue", first)}
        >
          Issue…
        </Button>
      )}
      <Button
        size="small"
        tone="danger"
        isBusy={isBusy}
        aria-label={`Remove the key of ${short}`}
        onClick={remove}
      >
        Remove the key
      </Button>
    </div>
  );
}

/** Where the key is, the secrets of a cluster that was made here included. */
function Key({ row }: { readonly row: AuthorityRow }) {
  const { hasKey, isSealed, clusters } = row;
  return (
    <td>
      {hasKey ? (
        <Badge tone={isSealed ? "accent" : "good"}>
          {isSealed ? "sealed" : "in the vault"}
        </Badge>
      ) : (
        <span className={styles["soft"]}>not in the vault</span>
      )}
      {clusters.length > 0 ? (
        <span className={styles["soft"]}>
          {" "}
          and in the secrets of {clusters.join(", ")}
        </span>
      ) : null}
    </td>
  );
}
