import { useState } from "react";
import type { ReplyOf } from "../../../../shared/contract/index.ts";
import { isNameTyped } from "../../../../shared/core/policy/confirmation.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { ChooseFile } from "../../fields/choose-file.tsx";
import { TypedNameField } from "../../fields/type-name-to-confirm.tsx";
import styles from "./rotation.module.css";
import type { ReissueOrder } from "./use-rotation.ts";

const fingerprintShown = 16;

/** From the file that the rotation left: every context of the cluster holds both CAs, and gets a new credential. */
export function Reissue({
  name,
  opened,
  isTyped,
  isBusy,
  onOpen,
  onForget,
  onReissue,
}: {
  readonly name: string;
  readonly opened: ReplyOf<"rotation.open">;
  readonly isTyped: boolean;
  readonly isBusy: boolean;
  readonly onOpen: (request: { readonly path?: string }) => void;
  /** Another file is to be chosen. */
  readonly onForget: () => void;
  readonly onReissue: (order: ReissueOrder) => void;
}) {
  const [isUntested, setIsUntested] = useState(false);
  const [confirmation, setConfirmation] = useState("");
  if (!opened)
    return (
      <ChooseFile
        label="What the rotation left"
        hint="the talosconfig that the rotation wrote, or the new secrets.yaml."
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
        label="Skip the connection test"
        hint="Takes the new credentials without an endpoint having accepted them."
        checked={isUntested}
        onChange={setIsUntested}
      />
      {isUntested ? (
        <TypedNameField
          name={name}
          hint="No endpoint has a say in it: with another cluster's CA none of these contexts works afterwards."
          value={confirmation}
          onChange={setConfirmation}
        />
      ) : null}
      <div className={styles["actions"]}>
        <Button
          tone="primary"
          isBusy={isBusy}
          disabled={isUntested && !isNameTyped(name, confirmation)}
          onClick={() =>
            onReissue({
              token,
              isUntested,
              ...(isUntested ? { confirmation } : {}),
            })
          }
        >
          Re-issue all contexts of the cluster
        </Button>
        <Button isBusy={isBusy} onClick={onForget}>
          Another file…
        </Button>
      </div>
    </>
  );
}
