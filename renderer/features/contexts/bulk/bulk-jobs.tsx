import { useCallback, useState } from "react";
import type { RequestOf } from "../../../../shared/contract/index.ts";
import type {
  WireError,
  WireResult,
} from "../../../../shared/contract/wire.ts";
import { useCall, type Call } from "../../../bridge/client.tsx";
import { dateText } from "../../times/date-text.ts";
import { useShownEdit } from "../../rows/index.ts";
import { TextField } from "../../../ui/field.tsx";
import type { VaultView } from "../../vault-view.ts";
import { ExportDialog } from "../actions/index.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { BulkWork } from "./bulk-run.ts";

/** What is done with many contexts at once. */
export type BulkJob =
  | "check"
  | "renew"
  | "shorten"
  | "label"
  | "mark"
  | "unmark"
  | "export"
  | "remove";

interface JobProps {
  readonly names: readonly string[];
  readonly onClose: () => void;
}

/** The dialog of what was chosen. */
export function BulkJobDialog({
  job,
  view,
  ...props
}: JobProps & { readonly job: BulkJob; readonly view: VaultView }) {
  switch (job) {
    case "check":
      return <CheckMany {...props} />;
    case "renew":
      return <RenewMany {...props} />;
    case "shorten":
      return <RenewMany {...props} ttlSeconds={shortSeconds} />;
    case "label":
      return <LabelMany {...props} />;
    case "mark":
    case "unmark":
      return <MarkMany {...props} isMarked={job === "mark"} />;
    case "export":
      return <ExportDialog {...props} view={view} />;
    case "remove":
      return <RemoveMany {...props} />;
  }
}

/** So many clusters are waited for at a time. */
const checksAtOnce = 8;

function CheckMany(props: JobProps) {
  const call = useCall();
  const work = useCallback<BulkWork>(
    async (name) => {
      const checked = await call("health.check", {
        names: [name],
        wantsNodes: false,
      });
      if (!checked.ok) return checked;
      const endpoints = checked.value.flatMap((one) => one.endpoints);
      const bad = endpoints.filter(({ verdict }) => !verdict.isFine);
      const [worst] = bad;
      return worst
        ? failed(worst.verdict.message, worst.verdict.next)
        : { ok: true, value: "reachable" };
    },
    [call],
  );
  return (
    <BulkDialog
      {...props}
      verb="Check"
      work={work}
      atOnce={checksAtOnce}
      isAsked={false}
    />
  );
}

/** What the dialog of one offers for a life that is too long. */
const shortSeconds = 30 * 24 * 60 * 60;

/** Each by its best source, with the life that its dialog would offer: what a person would choose there. */
function RenewMany({
  ttlSeconds,
  ...props
}: JobProps & { readonly ttlSeconds?: number }) {
  const call = useCall();
  const work = useCallback<BulkWork>(
    (name) => renew(call, name, ttlSeconds),
    [call, ttlSeconds],
  );
  return (
    <BulkDialog {...props} verb="Renew" work={work}>
      <p>
        Each gets a new certificate with the same roles, from the vault's
        authority or a node{ttlSeconds === undefined ? "" : ", for 30 days"}. It
        is tried before it takes the old one's place.
      </p>
    </BulkDialog>
  );
}

async function renew(
  call: Call,
  name: string,
  wantedSeconds?: number,
): Promise<WireResult<string | null>> {
  const planned = await call("renewals.plan", { name });
  if (!planned.ok) return planned;
  const { refusal, sources, ttlSeconds } = planned.value;
  if (refusal !== null) return failed(refusal, "");
  const [best] = sources;
  if (!best)
    return failed(
      "Neither the vault nor a node can make it.",
      "Renew it by itself, with the cluster's secrets.yaml.",
    );
  const source: RequestOf<"renewals.renew">["source"] =
    best.kind === "node"
      ? { kind: "node", asker: best.asker }
      : { kind: "vault" };
  const renewed = await call("renewals.renew", {
    name,
    source,
    ttlSeconds: wantedSeconds ?? ttlSeconds,
    isUntested: false,
  });
  return renewed.ok
    ? { ok: true, value: `until ${dateText(renewed.value.notAfter)}` }
    : renewed;
}

function LabelMany(props: JobProps) {
  const [typed, setTyped] = useState("");
  const [key = "", ...rest] = typed.split("=");
  const value = rest.join("=").trim();
  const label = key.trim();
  const work = useEditing(props.names, {
    // Without a value it goes.
    labels: { [label]: typed.includes("=") ? value : null },
  });
  return (
    <BulkDialog {...props} verb="Label" work={work} isReady={label !== ""}>
      <TextField
        label="Label"
        hint="key=value; the key alone takes the label away."
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </BulkDialog>
  );
}

function MarkMany({
  isMarked,
  ...props
}: JobProps & { readonly isMarked: boolean }) {
  const work = useEditing(props.names, { production: isMarked });
  return (
    <BulkDialog
      {...props}
      verb={isMarked ? "Mark as production" : "Unmark"}
      work={work}
    />
  );
}

function RemoveMany(props: JobProps) {
  const call = useCall();
  const work = useCallback<BulkWork>(
    async (name) => {
      const removed = await call("contexts.remove", { names: [name] });
      return removed.ok ? { ok: true, value: "removed" } : removed;
    },
    [call],
  );
  return (
    <BulkDialog {...props} tone="danger" verb="Remove" work={work}>
      <p>
        They can be put back for 30 days, each by itself, from “Recently
        removed”.
      </p>
    </BulkDialog>
  );
}

/** The same edit for each. */
function useEditing(
  names: readonly string[],
  edit: RequestOf<"contexts.edit">["edit"],
): BulkWork {
  const write = useShownEdit();
  return async (name) => {
    const edited = await write(name, edit, names);
    return edited.ok ? { ok: true, value: null } : edited;
  };
}

function failed(message: string, next: string): WireResult<never> {
  const error: WireError = {
    code: "declined",
    severity: "error",
    message,
    next,
    actions: [],
  };
  return { ok: false, error };
}
