import { useState } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import type { OpenedAuthority } from "../../../shared/contract/issuing.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./issuing.module.css";
import { dateText } from "../date-text.ts";

/** Who signs: the authority that the vault keeps, or one from a file that is used once and not kept. */
export function AuthoritySource({
  row,
  opened,
  isPathTyped,
  onOpen,
}: {
  readonly row: ContextRow;
  readonly opened: OpenedAuthority | null;
  readonly isPathTyped: boolean;
  readonly onOpen: (opened: OpenedAuthority | null) => void;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const [path, setPath] = useState("");
  const open = () =>
    void run(
      call("issuing.open-authority", isPathTyped ? { path } : {}),
      (authority) => (authority ? onOpen(authority) : null),
    );
  const choose = (
    <Button
      size="small"
      isBusy={isBusy}
      disabled={isBusy || (isPathTyped && path === "")}
      onClick={open}
    >
      {isPathTyped ? "Read the file" : "Choose secrets.yaml…"}
    </Button>
  );
  return (
    <>
      <Notice
        tone={opened || row.issuer ? "info" : "warning"}
        next={opened ? "It is used once, and not kept." : nextOf(row)}
        action={isPathTyped ? null : choose}
      >
        {opened
          ? `Signed by the authority of the file, ${opened.fingerprint.slice(0, 16)}…, which ends ${dateText(opened.notAfter)}.`
          : sourceOf(row)}
      </Notice>
      {isPathTyped ? (
        <div className={styles["file"]}>
          <TextField
            label={
              row.issuer ? "Or one from a file" : "File with the authority"
            }
            hint="An absolute path: secrets.yaml, a control plane config or a PEM pair."
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
          {choose}
        </div>
      ) : null}
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
