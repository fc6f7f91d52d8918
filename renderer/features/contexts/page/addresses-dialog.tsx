import { useState } from "react";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { useAnswer } from "../../../bridge/client.tsx";
import { TextArea, TextField } from "../../../ui/field.tsx";
import { about } from "../../names/context-name.tsx";
import type { Edit } from "./edit-changes.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { linesOf } from "./text-lines.ts";

/** The same for a context of which only the name is known. */
export function AddressesOf({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}) {
  const page = useAnswer("contexts.show", { name }, ["vault", "contexts"]);
  return page.value ? (
    <AddressesDialog page={page.value} onClose={onClose} />
  ) : null;
}

function addressesOf(page: ContextPage): Edit {
  return {
    endpoints: linesOf(page.endpoints.join("\n")),
    nodes: linesOf(page.nodes.join("\n")),
    cluster: (page.cluster ?? "").trim(),
    proxyUrl: page.proxyUrl ?? "",
  };
}

/** Where a context is, to be changed. */
export function AddressesDialog({
  page,
  onClose,
}: {
  readonly page: ContextPage;
  readonly onClose: () => void;
}) {
  const [endpoints, setEndpoints] = useState(page.endpoints.join("\n"));
  const [nodes, setNodes] = useState(page.nodes.join("\n"));
  const [cluster, setCluster] = useState(page.cluster ?? "");
  const [proxyUrl, setProxyUrl] = useState(page.proxyUrl ?? "");
  const edit = {
    endpoints: linesOf(endpoints),
    nodes: linesOf(nodes),
    cluster: cluster.trim(),
    proxyUrl,
  };
  return (
    <EditDialog
      title={about("Addresses of ", page.name)}
      page={page}
      read={addressesOf}
      edit={edit}
      onClose={onClose}
    >
      <TextArea
        isMono
        label="Endpoints"
        hint="Control plane nodes or a load balancer, one per line; without a port, 50000."
        value={endpoints}
        onChange={setEndpoints}
      />
      <TextArea
        isMono
        label="Nodes"
        hint="What commands go to, one per line; without ports."
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
    </EditDialog>
  );
}
