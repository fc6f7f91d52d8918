import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice, Problem } from "../../ui/notice.tsx";
import { dateText } from "../date-text.ts";
import { PathField } from "../path-field.tsx";
import type { IssueDraft } from "./issue-draft.ts";

/** Who signs: the authority that the vault keeps, or one from a file that is used once and not kept. */
export function AuthoritySource({
  row,
  draft: { opened, unreadPath },
  change,
  isPathTyped,
}: {
  readonly row: ContextRow;
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
  readonly isPathTyped: boolean;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const open = (request: { readonly path?: string }) =>
    void run(call("issuing.open-authority", request), (authority) =>
      authority ? change({ opened: authority, unreadPath: "" }) : null,
    );
  return (
    <>
      <Notice
        tone={opened || row.issuer ? "info" : "warning"}
        next={opened ? "It is used once, and not kept." : nextOf(row)}
        action={
          isPathTyped ? null : (
            <Button size="small" isBusy={isBusy} onClick={() => open({})}>
              Choose secrets.yaml…
            </Button>
          )
        }
      >
        {opened
          ? `Signed by the authority of the file, ${opened.fingerprint.slice(0, 16)}…, which ends ${dateText(opened.notAfter)}.`
          : sourceOf(row)}
      </Notice>
      {isPathTyped ? (
        <PathField
          label={row.issuer ? "Or one from a file" : "File with the authority"}
          hint="secrets.yaml, a control plane config or a PEM pair."
          path={unreadPath}
          isBusy={isBusy}
          onType={(path) => change({ unreadPath: path })}
          onRead={(path) => open({ path })}
        />
      ) : null}
      {/* It is about the path; nobody means a path any more that was taken out again. */}
      <Problem error={isPathTyped && unreadPath === "" ? null : problem} />
    </>
  );
}

function sourceOf({ issuer }: ContextRow): string {
  if (issuer === "open") return "Signed by the authority that the vault keeps.";
  return issuer === "sealed"
    ? "Signed by the authority that the vault keeps, behind its own passphrase."
    : "The vault has no authority for this cluster.";
}

function nextOf({ issuer }: ContextRow): string {
  if (issuer === "sealed") return "You are asked for it outside this window.";
  return issuer
    ? ""
    : "Choose the cluster's secrets.yaml or a control plane's machine config.";
}
