import { useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ChooseFile } from "../choose-file.tsx";
import styles from "./rotation.module.css";

const fingerprintShown = 16;

/** From the file that the rotation left: every context of the cluster holds both CAs, and gets a new credential. */
export function Reissue({
  opened,
  isTyped,
  isBusy,
  onOpen,
  onReissue,
}: {
  readonly opened: ReplyOf<"rotation.open">;
  readonly isTyped: boolean;
  readonly isBusy: boolean;
  readonly onOpen: (request: { readonly path?: string }) => void;
  readonly onReissue: (token: string, isUntested: boolean) => void;
}) {
  const [isUntested, setIsUntested] = useState(false);
  if (!opened)
    return (
      <ChooseFile
        label="What the rotation left"
        hint="the talosconfig that talosctl rotate-ca wrote, or the new secrets.yaml."
        command="Choose the file…"
        isTyped={isTyped}
        isBusy={isBusy}
        onChoose={onOpen}
      />
    );
  const { kind, fingerprint, token } = opened;
  return (
    <>
      <Notice
        tone="info"
        next={
          kind === "admin"
            ? "A node is asked for each credential, as the administrator of that file."
            : "Each credential is made here, offline; the key is not kept."
        }
      >
        The new CA is {fingerprint.slice(0, fingerprintShown)}…
      </Notice>
      <CheckField
        label="Do not try them first"
        hint="Takes the new credentials without an endpoint having accepted them."
        checked={isUntested}
        onChange={setIsUntested}
      />
      <div className={styles["actions"]}>
        <Button
          tone="primary"
          isBusy={isBusy}
          onClick={() => onReissue(token, isUntested)}
        >
          Re-issue all contexts of the cluster
        </Button>
      </div>
    </>
  );
}
