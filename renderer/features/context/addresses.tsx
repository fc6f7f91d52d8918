import { useState } from "react";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { classes } from "../../ui/classes.ts";
import { Button } from "../../ui/button.tsx";
import { EditIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/page.tsx";
import { AddressesDialog } from "./addresses-dialog.tsx";
import styles from "./context.module.css";

/** One address a line. */
const lines = classes(styles["mono"], styles["lines"]);

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
      <dl className={styles["facts"]}>
        <dt>Endpoints</dt>
        <dd className={lines}>{page.endpoints.join("\n") || "none"}</dd>
        <dt>Nodes</dt>
        <dd className={lines}>{page.nodes.join("\n") || "none"}</dd>
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
      </dl>
      {isEditing ? (
        <AddressesDialog page={page} onClose={() => setIsEditing(false)} />
      ) : null}
    </Section>
  );
}
