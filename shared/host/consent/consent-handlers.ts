// Questions to a person as a window shows them, and a person's answers.
// Keep: A window that was started by who asks, or at which nobody sits, answers nothing.
import { printable } from "../../core/text/printable.ts";
import { vaultError } from "../../core/errors.ts";
import { failure, success } from "../../core/result.ts";
import type { ConsentQuestion } from "../../core/consent/question.ts";
import type { Handlers, HostContext } from "../host-context.ts";

type ConsentChannel = "approvals.list" | "approvals.answer";

export function consentHandlers(
  context: HostContext,
): Handlers<ConsentChannel> {
  const { consent, vault } = context.ports;
  return {
    "approvals.list": async () => success(waitingFor(context)),
    "approvals.answer": async ({ id, answer }) => {
      const question = waitingFor(context).find((one) => one.id === id);
      if (!question) return failure(over());
      const answeredAt = vault.clock.now().toISOString();
      const given = { answer, answeredBy: "window", answeredAt } as const;
      const isFirst = await consent.questions.answer(question, given);
      return isFirst ? success(null) : failure(over());
    },
  };
}

function waitingFor({ ports }: HostContext): readonly ConsentQuestion[] {
  const { questions, mayAnswer } = ports.consent;
  return questions.waiting(ports.vault.clock.now()).filter(mayAnswer);
}

/** Shows a person what waits while the vault is open; gives what ends that. */
export function showQuestions(context: HostContext): () => void {
  const { ports, events, lock } = context;
  const { questions, isPersons } = ports.consent;
  const told = new Set<string>();
  let closeWindow: (() => void) | null = null;
  const look = (): void => {
    if (!lock.isOpen) return;
    for (const question of waitingFor(context)) {
      if (told.has(question.id)) continue;
      told.add(question.id);
      const title = printable("A program waits for your answer");
      ports.desktop.notify(title, printable(question.text), "approvals");
    }
    events.tell({ kind: "approvals" });
  };
  const follow = (): void => {
    if (lock.isOpen && isPersons && !closeWindow) {
      closeWindow = questions.openWindow();
      look();
    } else if (!lock.isOpen) {
      closeWindow?.();
      closeWindow = null;
    }
  };
  const stopWatching = questions.watch(look);
  const stopListening = events.listen(({ kind }) => {
    if (kind === "state") follow();
  });
  follow();
  return () => {
    stopWatching();
    stopListening();
    closeWindow?.();
  };
}

function over() {
  return vaultError(
    "session-missing",
    "That question is over: it was answered, withdrawn, or nobody answered in time.",
    "Ask whoever wanted it to start it again.",
  );
}
