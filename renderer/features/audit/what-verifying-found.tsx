import { useState } from "react";
import type { VerifiedLog } from "../../../shared/contract/audit.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PathField } from "../fields/path-field.tsx";
import { AcceptLogDialog } from "./accept-log-dialog.tsx";
import styles from "./audit.module.css";
import { brokenText, verifiedTexts } from "./log-text.ts";

interface Finding {
  readonly isPathTyped: boolean;
  readonly isBusy: boolean;
  readonly onFind: (archive: { readonly path?: string }) => void;
}

/** What verifying found: a break with what it means, or what was and was not proven. */
export function WhatVerifyingFound({
  verified,
  ...finding
}: Finding & { readonly verified: VerifiedLog }) {
  const [isAccepting, setIsAccepting] = useState(false);
  const { broken, unseen } = verified;
  if (broken === null)
    return (
      <>
        {verifiedTexts(verified).map((text) => (
          <p key={text} className={styles["soft"]}>
            {text}
          </p>
        ))}
        {unseen ? <FindArchive name={unseen.name} {...finding} /> : null}
      </>
    );
  return (
    <>
      <Notice
        tone="error"
        next={broken.next}
        action={
          broken.canAccept ? (
            <Button size="small" onClick={() => setIsAccepting(true)}>
              Accept the log…
            </Button>
          ) : null
        }
      >
        {brokenText(broken)}
      </Notice>
      {isAccepting ? (
        <AcceptLogDialog onClose={() => setIsAccepting(false)} />
      ) : null}
    </>
  );
}

/** For an archive that is not where it went: who has it says where it is. */
function FindArchive({
  name,
  isPathTyped,
  isBusy,
  onFind,
}: Finding & { readonly name: string }) {
  const [path, setPath] = useState("");
  return isPathTyped ? (
    <PathField
      label={`Where ${name} is now`}
      hint="the file; other archives are looked for beside it."
      path={path}
      isBusy={isBusy}
      onType={setPath}
      onRead={() => onFind({ path: path.trim() })}
    />
  ) : (
    <Button size="small" isBusy={isBusy} onClick={() => onFind({})}>
      Find the archive…
    </Button>
  );
}
