// What other programs ask a person, over whatever page is shown.
// Keep: The first thing that has the focus says no; nothing that somebody else wrote is drawn but as text.
import { useEffect, useRef } from "react";
import { timesText } from "../../../shared/core/consent/question-text.ts";
import type { ConsentQuestion } from "../../../shared/core/consent/question.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { countOf } from "../../../shared/core/count-of.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { about } from "../names/context-name.tsx";
import { Countdown } from "../sessions/index.ts";
import styles from "./approval-sheet.module.css";

/** The oldest question that waits for a person, above everything else; nothing where none does. */
export function ApprovalSheet() {
  const { value, reload } = useAnswer("approvals.list", {}, ["approvals"]);
  const [question, ...others] = value ?? [];
  const end = question ? Date.parse(question.expiresAt) : null;
  useEffect(() => {
    if (end === null) return;
    const timer = setTimeout(reload, Math.max(0, end - Date.now()));
    return () => clearTimeout(timer);
  }, [end, reload]);
  return question ? (
    <Question
      key={question.id}
      question={question}
      others={others.length}
      onAnswered={reload}
    />
  ) : null;
}

type Answer = RequestOf<"approvals.answer">["answer"];

function Question({
  question,
  others,
  onAnswered,
}: {
  readonly question: ConsentQuestion;
  readonly others: number;
  readonly onAnswered: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const first = useRef<HTMLButtonElement>(null);
  const { id, act, text, reason, process, expiresAt } = question;
  const times = timesText(question);
  const say = (answer: Answer) =>
    void run(call("approvals.answer", { id, answer }), onAnswered);
  const deny = () => say("denied");
  return (
    <Dialog
      title={
        question.scope === "vault"
          ? "A program asks for less to be asked"
          : about("A program asks for ", question.context)
      }
      onClose={deny}
      problem={problem}
      initialFocus={first}
      actions={
        <>
          <Button ref={first} isBusy={isBusy} onClick={deny}>
            Deny
          </Button>
          {act === "call" ? (
            <Button isBusy={isBusy} onClick={() => say("end-session")}>
              Deny and end the session
            </Button>
          ) : null}
          {act !== "ask-less" ? (
            <Button isBusy={isBusy} onClick={() => say("ten-minutes")}>
              Allow for ten minutes
            </Button>
          ) : null}
          <Button tone="danger" isBusy={isBusy} onClick={() => say("once")}>
            Allow once
          </Button>
        </>
      }
    >
      <p className={styles["asks"]}>{text}</p>
      <dl className={styles["facts"]}>
        <dt>Reason given</dt>
        <dd>{reason ?? "none"}</dd>
        <dt>Asked by</dt>
        <dd>
          {[process, ...process.chain].map((link) => nameOf(link)).join(" ← ")}
        </dd>
        <dt>In folder</dt>
        <dd>{process.cwd ?? "not known"}</dd>
        <dt>Time to answer</dt>
        <dd>
          <Countdown until={expiresAt} />
          {times === "" ? "" : `. ${times}`}
          {others > 0
            ? `, and ${countOf(others, "other waits", "others wait")}`
            : ""}
        </dd>
      </dl>
    </Dialog>
  );
}

/** By its file, which is harder to choose than a name. */
function nameOf({
  path,
  name,
  process,
}: ConsentQuestion["process"]["chain"][number]): string {
  return `${path ?? name} (${String(process.pid)})`;
}
