import type { ReactNode } from "react";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/field.tsx";
import { Notice, Problem } from "../../ui/notice.tsx";
import { about } from "../names/context-name.tsx";
import { dateText } from "../times/date-text.ts";
import { PathField } from "../fields/path-field.tsx";
import { makerOf, type IssueDraft, type IssueScene } from "./issue-draft.ts";

interface SourceProps {
  readonly scene: IssueScene;
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
  readonly isPathTyped: boolean;
}

/** Who makes it: the authority that the vault keeps, one from a file that is used once and not kept, or a node. */
export function AuthoritySource(props: SourceProps) {
  const { scene, draft, change, isPathTyped } = props;
  const { unreadPath } = draft;
  const maker = makerOf(draft, scene);
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const open = (request: { readonly path?: string }) =>
    void run(call("issuing.open-authority", request), (authority) =>
      authority ? change({ opened: authority, unreadPath: "" }) : null,
    );
  return (
    <>
      <Notice
        tone={maker ? "info" : "warning"}
        next={nextOf(draft, scene)}
        action={
          isPathTyped ? null : (
            <Button size="small" isBusy={isBusy} onClick={() => open({})}>
              Choose secrets.yaml…
            </Button>
          )
        }
      >
        {sourceOf(draft, scene)}
      </Notice>
      {isPathTyped ? (
        <PathField
          label={maker ? "Or one from a file" : "File with the authority"}
          hint="secrets.yaml, a control plane config or a PEM pair."
          path={unreadPath}
          isBusy={isBusy}
          onType={(path) => change({ unreadPath: path })}
          onRead={(path) => open({ path })}
        />
      ) : null}
      <NodeInstead {...props} />
      {/* It is about the path; nobody means a path any more that was taken out again. */}
      <Problem error={isPathTyped && unreadPath === "" ? null : problem} />
    </>
  );
}

/** Where both the vault's authority and a node could make it. */
function NodeInstead({ scene: { row, asker }, draft, change }: SourceProps) {
  if (!asker || !row.issuer || draft.opened) return null;
  return (
    <CheckField
      label="Let a node make it instead"
      hint={about("An endpoint is contacted, as ", asker.name, ".")}
      checked={draft.isByNode}
      onChange={(isByNode) => change({ isByNode })}
    />
  );
}

function sourceOf(draft: IssueDraft, scene: IssueScene): ReactNode {
  const { opened } = draft;
  const maker = makerOf(draft, scene);
  if (opened)
    return `Signed by the authority of the file, ${opened.fingerprint.slice(0, 16)}…, which ends ${dateText(opened.notAfter)}.`;
  if (maker?.kind === "node")
    return about(
      "A node of the cluster makes it and its key, asked as ",
      maker.asker,
      ".",
    );
  if (!maker) return "The vault has no authority for this cluster.";
  return scene.row.issuer === "open"
    ? "Signed by the authority that the vault keeps."
    : "Signed by the authority that the vault keeps, behind its own passphrase.";
}

function nextOf(draft: IssueDraft, scene: IssueScene): string {
  const maker = makerOf(draft, scene);
  if (draft.opened) return "It is used once, and not kept.";
  if (!maker)
    return "Choose the cluster's secrets.yaml or a control plane's machine config.";
  return maker.kind === "vault" && scene.row.issuer === "sealed"
    ? "You are asked for it outside this window."
    : "";
}
