// What other programs ask a person, over whatever page is shown.
// Keep: The first thing that has the focus says no; nothing that somebody else wrote is drawn but as text.
import { useEffect, useRef, useState } from "react";
import { timesText } from "../../../shared/core/consent/question-text.ts";
import {
  mayEndSession,
  type ConsentQuestion,
} from "../../../shared/core/consent/question.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
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
  // The list that is shown still has them until the next one is here.
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const waiting = (value ?? []).filter(({ id }) => !answered.has(id));
  const [question, ...others] = waiting;
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
      onAnswered={() => {
        setAnswered((before) => new Set(before).add(question.id));
        reload();
      }}
    />
  ) : null;
}

/** Nobody reads a question faster. */
const unseenMs = 600;

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
  const isSeen = useSeen();
  const say = (answer: Answer) =>
    void run(call("approvals.answer", { id, answer }), onAnswered);
  const deny = () => say("denied");
  return (
    <Dialog
      title={
        question.scope === "vault"
          ? "A program asks for less to be asked"
          : about(
              act === "call" ? "A call waits for you: " : "A program asks for ",
              question.context,
            )
      }
      onClose={deny}
      problem={problem}
      initialFocus={first}
      actions={
        <>
          <Button ref={first} isBusy={isBusy} onClick={deny}>
            Deny
          </Button>
          {mayEndSession(question) ? (
            <Button isBusy={isBusy} onClick={() => say("end-session")}>
              Deny and end the session
            </Button>
          ) : null}
          {act !== "ask-less" ? (
            <Button
              isBusy={isBusy}
              disabled={!isSeen}
              onClick={() => say("ten-minutes")}
            >
              {act === "call"
                ? "Allow the same for ten minutes"
                : "Allow for ten minutes"}
            </Button>
          ) : null}
          <Button
            tone="danger"
            isBusy={isBusy}
            disabled={!isSeen}
            onClick={() => say("once")}
          >
            Allow once
          </Button>
        </>
      }
    >
      <p className={styles["asks"]}>{text}</p>
      <dl className={styles["facts"]}>
        {act === "call" ? null : (
          <>
            <dt>Reason given</dt>
            <dd>{reason ?? "none"}</dd>
          </>
        )}
        <dt>Asked by</dt>
        <dd className={styles["asker"]}>{nameOf(process)}</dd>
        {process.chain.length > 0 ? (
          <>
            <dt>Started by</dt>
            <dd>{process.chain.map((link) => nameOf(link)).join(" ← ")}</dd>
          </>
        ) : null}
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

/** Was it there long enough to be read? A click that was meant for what stood there before says yes to nothing. */
function useSeen(): boolean {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSeen(true), unseenMs);
    return () => clearTimeout(timer);
  }, []);
  return isSeen;
}

/** By its file, which is harder to choose than a name. */
function nameOf({
  path,
  name,
  process,
}: ConsentQuestion["process"]["chain"][number]): string {
  return `${path ?? name} (${String(process.pid)})`;
}
