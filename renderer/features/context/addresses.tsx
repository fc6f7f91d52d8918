import { useState } from "react";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { classes } from "../../ui/classes.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { EditIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/page.tsx";
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
        <EditDialog page={page} onClose={() => setIsEditing(false)} />
      ) : null}
    </Section>
  );
}

function EditDialog({
  page,
  onClose,
}: {
  readonly page: ContextPage;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const [endpoints, setEndpoints] = useState(page.endpoints.join("\n"));
  const [nodes, setNodes] = useState(page.nodes.join("\n"));
  const [cluster, setCluster] = useState(page.cluster ?? "");
  const [proxyUrl, setProxyUrl] = useState(page.proxyUrl ?? "");
  const submit = () =>
    void run(
      call("contexts.edit", {
        name: page.name,
        edit: {
          endpoints: linesOf(endpoints),
          nodes: linesOf(nodes),
          cluster: cluster.trim(),
          ...(proxyUrl === (page.proxyUrl ?? "") ? {} : { proxyUrl }),
        },
      }),
      onClose,
    );
  return (
    <Dialog
      title={`Addresses of ${page.name}`}
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions isBusy={isBusy} onClose={onClose}>
          Save
        </DialogActions>
      }
    >
      <TextArea
        isMono
        label="Endpoints"
        hint="Control plane nodes or a load balancer, one a line; without a port 50000 is dialled."
        value={endpoints}
        onChange={setEndpoints}
      />
      <TextArea
        isMono
        label="Nodes"
        hint="What commands go to, one a line; without ports."
        value={nodes}
        onChange={setNodes}
      />
      <TextField
        label="Cluster"
        hint="The cluster's name, for Omni."
        value={cluster}
        onChange={(event) => setCluster(event.target.value)}
      />
      <TextField
        isMono
        label="Proxy"
        hint="http, https or socks5; empty for none. … stands for its user and password."
        value={proxyUrl}
        onChange={(event) => setProxyUrl(event.target.value)}
      />
    </Dialog>
  );
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
