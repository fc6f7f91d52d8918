import { countOf } from "../count-of.ts";
import { durationWords } from "../sessions/duration.ts";
import type { ConsentAct, ConsentLink, ConsentQuestion } from "./question.ts";

interface Asked extends Pick<
  ConsentQuestion,
  "context" | "production" | "roles" | "ttlSeconds" | "scope" | "others"
> {
  readonly act: Exclude<ConsentAct, "call" | "elevate">;
}

/** What happens after a yes, as one sentence. */
export function actText({
  act,
  context,
  production,
  roles,
  ttlSeconds,
  scope,
  others = 0,
}: Asked): string {
  const where = `"${context}"${production ? " (production)" : ""}`;
  const may =
    roles.length === 0 ? "rights that nobody can read" : roles.join(", ");
  const long = ttlSeconds === null ? "" : ` for ${durationWords(ttlSeconds)}`;
  switch (act) {
    case "session":
      return `A session gets a credential of ${where} with ${may}${long}.`;
    case "continue":
      return `A running session of ${where} goes on with ${may}${long}.`;
    case "issue":
      return `A new credential of ${where} with ${may} is made, valid${long}. Nothing takes it back.`;
    case "export":
      return `The key of ${where} with ${may} leaves the vault as plain text.`;
    case "cluster-secrets":
      return `Every key of the cluster ${where} leaves the vault as plain text.`;
    case "ask-less":
      return `From now on less is asked about ${scope === "vault" ? everySilent : where + andOthers(others)}.`;
  }
}

const everySilent = "every context of this vault that has no rule of its own";

function andOthers(others: number): string {
  return others === 0 ? "" : ` and ${countOf(others, "other context")}`;
}

/** A question as lines: what happens, why, and who asks. */
export function questionText(question: ConsentQuestion): string {
  const { text, reason, process, count } = question;
  const times = count > 1 ? ` Asked ${countOf(count, "time")}.` : "";
  return [
    text,
    ...(reason === undefined ? [] : [`Reason given: ${reason}`]),
    `Asked by ${chainText(question)}${process.cwd === null ? "" : `, in ${process.cwd}`}.${times}`,
  ].join("\n");
}

/** The programs from whoever asks up to the terminal, nearest first: talos-vault ← agent ← zsh (4711). */
export function chainText({
  process,
}: Pick<ConsentQuestion, "process">): string {
  return [process, ...process.chain].map(linkText).join(" ← ");
}

/** By its file, which is harder to choose than a name. */
function linkText({ path, name, process }: ConsentLink): string {
  return `${path ?? name} (${String(process.pid)})`;
}
