import { useState } from "react";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { AddressLines } from "./address-lines.tsx";
import { Facts } from "../../../ui/facts.tsx";
import { Button } from "../../../ui/button.tsx";
import { EditIcon } from "../../../ui/icons.ts";
import { Section } from "../../../ui/page.tsx";
import { AddressesDialog } from "./addresses-dialog.tsx";
import styles from "./context.module.css";

/** Where the context is. */
export function Addresses({ page }: { readonly page: ContextPage }) {
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Section
      title="Addresses"
      action={
        <Button size="small" tone="quiet" onClick={() => setIsEditing(true)}>
          <EditIcon aria-hidden />
          Edit
        </Button>
      }
    >
      <Facts>
        <dt>Endpoints</dt>
        <AddressLines texts={page.endpoints} />
        <dt>Nodes</dt>
        <AddressLines texts={page.nodes} />
        {page.cluster ? (
          <>
            <dt>Cluster</dt>
            <dd>{page.cluster}</dd>
          </>
        ) : null}
        {page.proxyUrl ? (
          <>
            <dt>Proxy</dt>
            <dd className={styles["mono"]}>{page.proxyUrl}</dd>
          </>
        ) : null}
      </Facts>
      {isEditing ? (
        <AddressesDialog page={page} onClose={() => setIsEditing(false)} />
      ) : null}
    </Section>
  );
}
