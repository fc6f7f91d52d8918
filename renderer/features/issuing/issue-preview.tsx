import { useEffect } from "react";
import { methodRules } from "../../../shared/core/roles/methods.ts";
import type { ReplyOf, RequestOf } from "../../../shared/contract/index.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { Notice } from "../../ui/notice.tsx";
import { timeText } from "../times/date-text.ts";
import styles from "./issuing.module.css";

type Terms = RequestOf<"issuing.preview">;
type Preview = ReplyOf<"issuing.preview">;

/** What main says to these terms, which are compared by their JSON. */
export interface Verdict {
  readonly terms: string;
  /** Null: it would issue that. */
  readonly refusal: string | null;
}

/** The certificate that would be made now; without terms its place stays, empty. */
export function IssuePreview({
  terms,
  isReplacing,
  onVerdict,
}: {
  readonly terms: Terms | null;
  /** It takes the place of the context's own credential. */
  readonly isReplacing: boolean;
  /** Stays the same between renders. */
  readonly onVerdict: (verdict: Verdict) => void;
}) {
  return terms ? (
    <AskedPreview
      terms={terms}
      isReplacing={isReplacing}
      onVerdict={onVerdict}
    />
  ) : (
    <Certificate preview={null} lost={null} />
  );
}

function AskedPreview({
  terms,
  isReplacing,
  onVerdict,
}: {
  readonly terms: Terms;
  readonly isReplacing: boolean;
  readonly onVerdict: (verdict: Verdict) => void;
}) {
  const { value, error } = useAnswer("issuing.preview", terms, []);
  const key = JSON.stringify(terms);
  const isKnown = value !== null || error !== null;
  const refusal = error?.message ?? value?.refusal?.message ?? null;
  useEffect(() => {
    if (isKnown) onVerdict({ terms: key, refusal });
  }, [isKnown, key, refusal, onVerdict]);
  const lost = isReplacing ? (value?.lost ?? null) : null;
  return <Certificate preview={value} lost={lost} />;
}

function Certificate({
  preview,
  lost,
}: {
  readonly preview: Preview | null;
  readonly lost: Preview["lost"];
}) {
  return (
    <section aria-label="The certificate">
      <dl className={styles["facts"]}>
        {factsOf(preview).map(([name, value, isMono]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={isMono ? styles["mono"] : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      {lost ? (
        <Notice tone="warning">
          The context&apos;s credential with {lost.join(", ")} is replaced by
          one that can do less. A new context beside it keeps both.
        </Notice>
      ) : null}
      {preview?.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
    </section>
  );
}

function factsOf(
  preview: Preview | null,
): readonly (readonly [name: string, value: string, isMono?: boolean])[] {
  if (!preview)
    return [
      "Subject",
      "Issuer",
      "Valid from",
      "Valid until",
      "Key",
      "Allows",
    ].map((name) => [name, "–"]);
  const { subject, issuer, notBefore, notAfter } = preview;
  return [
    ["Subject", subject, true],
    ["Issuer", issuer, true],
    ["Valid from", timeText(notBefore)],
    ["Valid until", timeText(notAfter)],
    ["Key", `${preview.algorithm}, for ${preview.extendedKeyUsage} alone`],
    [
      "Allows",
      `${String(preview.allowedMethods)} of ${String(methodRules.length)} methods`,
    ],
  ];
}
