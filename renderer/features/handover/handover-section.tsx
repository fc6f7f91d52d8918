import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";
import styles from "./handover.module.css";
import { ReceiptDialog } from "./receipt-dialog.tsx";
import { RequestDialog } from "./request-dialog.tsx";

/** Where access comes from without a file: a colleague gives it. */
export function HandoverSection({
  isPathTyped,
}: {
  /** The host has no dialog of the system's. */
  readonly isPathTyped: boolean;
}) {
  const [open, setOpen] = useState<"request" | "accept" | "receipt" | null>(
    null,
  );
  const close = () => setOpen(null);
  return (
    <Section title="From a colleague">
      <p>Ask for access with a key that never leaves this vault.</p>
      <div className={styles["actions"]}>
        <Button onClick={() => setOpen("request")}>Request access…</Button>
        <Button onClick={() => setOpen("accept")}>Accept an answer…</Button>
        <Button onClick={() => setOpen("receipt")}>Note a receipt…</Button>
      </div>
      {open === "request" ? (
        <RequestDialog isPathTyped={isPathTyped} onClose={close} />
      ) : null}
      {open === "accept" ? (
        <AcceptDialog isPathTyped={isPathTyped} onClose={close} />
      ) : null}
      {open === "receipt" ? (
        <ReceiptDialog isPathTyped={isPathTyped} onClose={close} />
      ) : null}
    </Section>
  );
}
