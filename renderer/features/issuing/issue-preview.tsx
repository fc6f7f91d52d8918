import { methodRules } from "../../../shared/core/roles/methods.ts";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import type { Answer } from "../../bridge/client.tsx";
import { Notice, Problem } from "../../ui/notice.tsx";
import { timeText } from "../date-text.ts";
import styles from "./issuing.module.css";

/** The certificate that would be made now. */
export function IssuePreview({
  answer,
}: {
  readonly answer: Answer<ReplyOf<"issuing.preview">>;
}) {
  if (answer.error) return <Problem error={answer.error} />;
  const preview = answer.value;
  if (!preview) return null;
  return (
    <section aria-label="The certificate">
      <dl className={styles["facts"]}>
        <dt>Subject</dt>
        <dd className={styles["mono"]}>{preview.subject}</dd>
        <dt>Issuer</dt>
        <dd className={styles["mono"]}>{preview.issuer}</dd>
        <dt>Valid</dt>
        <dd>
          {timeText(preview.notBefore)} to {timeText(preview.notAfter)}
        </dd>
        <dt>Key</dt>
        <dd>
          {preview.algorithm}, for {preview.extendedKeyUsage} alone
        </dd>
        <dt>Allows</dt>
        <dd>
          {preview.allowedMethods} of {methodRules.length} methods
        </dd>
      </dl>
      {preview.refusal ? (
        <Notice tone="error">{preview.refusal.message}</Notice>
      ) : null}
      {preview.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
    </section>
  );
}
