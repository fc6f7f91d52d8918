import type { ReactNode } from "react";
import type {
  ImportPreview,
  PreviewedContext,
} from "../../../shared/contract/imports.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Differences } from "../../ui/differences.tsx";
import { Fold } from "../../ui/fold.tsx";
import { Sentence } from "../names/sentence.tsx";
import { about, ContextName } from "../names/context-name.tsx";
import { dateText } from "../times/date-text.ts";
import styles from "./import.module.css";

export type Choice = RequestOf<"imports.apply">["choices"][number]["choice"];

const kinds: Readonly<
  Record<
    PreviewedContext["kind"],
    { readonly tone: Tone; readonly text: (as: string) => ReactNode }
  >
> = {
  new: { tone: "good", text: () => "new" },
  "already-there": { tone: "neutral", text: () => "already there" },
  renamed: { tone: "accent", text: (as) => about("imported as ", as) },
  replaced: { tone: "warning", text: (as) => about("replaces ", as) },
  skipped: { tone: "neutral", text: () => "left out" },
  earlier: {
    tone: "warning",
    text: (as) => about("earlier credential of ", as),
  },
};

/** What main does with it where nobody has chosen. */
export function usualChoice({ kind }: PreviewedContext): Choice {
  return kind === "earlier" ? "skip" : "import";
}

const severities: Readonly<
  Record<PreviewedContext["findings"][number]["severity"], Tone>
> = { error: "danger", warning: "warning", info: "neutral" };

const columns: Readonly<Record<ImportPreview["from"], string>> = {
  file: "In the file",
  upload: "In the file",
  clipboard: "In the clipboard",
  store: "In the store",
};

/** One context of the file: what becomes of it, what the doctor says, and where it differs from what is there. */
export function PreviewItem({
  context,
  from,
  place,
  measure,
  choice,
  onChoose,
}: {
  readonly context: PreviewedContext;
  readonly from: ImportPreview["from"];
  /** Its number in the list, for measuring. */
  readonly place: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { name, as, kind, roles, notAfter, differences, findings } = context;
  const { tone, text } = kinds[kind];
  const isConflict = differences.length > 0;
  const wrong = findings.filter(({ severity: one }) => one !== "info");
  const advice = findings.filter(({ severity: one }) => one === "info");
  return (
    <li ref={measure} data-index={place} className={styles["item"]}>
      <div>
        <div className={styles["itemHead"]}>
          <span className={styles["itemName"]}>
            <ContextName name={name} />
          </span>
          <Badge tone={tone}>{text(as)}</Badge>
        </div>
        <span className={styles["soft"]}>
          {[
            roles.join(", "),
            context.endpoints.join(", "),
            notAfter ? `until ${dateText(notAfter)}` : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
      {kind === "already-there" ? null : (
        <SelectField
          isLabelHidden
          label={`What to do with ${name}`}
          value={choice}
          options={optionsFor(isConflict)}
          onChange={onChoose}
        />
      )}
      {isConflict || findings.length > 0 ? (
        <div className={styles["details"]}>
          {isConflict ? (
            <Differences
              columns={["In the vault", columns[from]]}
              differences={differences}
            />
          ) : null}
          <Findings findings={wrong} />
          {advice.length > 0 ? (
            <Fold title={countOf(advice.length, "suggestion")}>
              <Findings findings={advice} />
            </Fold>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function Findings({
  findings,
}: {
  readonly findings: PreviewedContext["findings"];
}) {
  return findings.map(({ severity, code, message, next }) => (
    <p key={`${code}:${message}`} className={styles["finding"]}>
      <Badge tone={severities[severity]}>{severity}</Badge>
      <span>
        <Sentence of={message} />{" "}
        <span className={styles["soft"]}>
          <Sentence of={next} />
        </span>
      </span>
    </p>
  ));
}

function optionsFor(
  isConflict: boolean,
): readonly { readonly value: Choice; readonly text: string }[] {
  return isConflict
    ? [
        { value: "import", text: "Keep both" },
        { value: "replace", text: "Replace" },
        { value: "skip", text: "Leave out" },
      ]
    : [
        { value: "import", text: "Import" },
        { value: "skip", text: "Leave out" },
      ];
}
