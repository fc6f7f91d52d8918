// What has to be said before sessions with several contexts begin: asked once, about all of them.
// Keep: It decides nothing: the policy judges each context, and judges it again when its session is made.
import { actText } from "../../../../shared/core/consent/question-text.ts";
import { isShownWhole } from "../../../../shared/core/consent/question.ts";
import { countOf } from "../../../../shared/core/counted-noun.ts";
import { vaultError, type VaultError } from "../../../../shared/core/errors.ts";
import {
  lentTogether,
  type Lending,
} from "../../../../shared/core/lending-to-ask-about.ts";
import {
  areNamesTyped,
  isNameTyped,
} from "../../../../shared/core/policy/confirmation.ts";
import type {
  SessionRequest,
  UnnamedSession,
} from "../../../../shared/core/policy/request.ts";
import type { JudgedSession } from "../../../../shared/core/ports/vault-reader.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import type { Cli } from "../../../cli.ts";
import {
  askForConsent,
  whatToType,
} from "../../../questions/ask-for-consent.ts";
import { askText } from "../../../questions/ask.ts";

/** What was said for one context, beside what is asked for all. */
export type Said = Pick<SessionRequest, "reason" | "confirmation" | "isAgreed">;

/**
 * Asks what has to be said about some of these contexts, by context. Those that the policy refuses are not asked about: why
 * they have no session is told with the others' exit codes. `confirmed`: names that were given as options. Errors: where a
 * person says no, or nobody is there to ask; then nothing begins.
 */
export async function agreeOnEach(
  cli: Cli,
  judged: readonly JudgedSession[],
  { reason }: Pick<UnnamedSession, "reason">,
  confirmed: readonly string[],
): Promise<Result<ReadonlyMap<string, Said>>> {
  const said = new Map<string, Said>();
  const agreed = await askConsent(cli, judged, reason);
  if (!agreed.ok) return agreed;
  for (const context of agreed.value.contexts)
    said.set(context, { isAgreed: true, reason: agreed.value.reason });
  const why = agreed.value.reason;
  const open = judged.filter(({ error }) => error?.code === "unconfirmed");
  const typed = await confirmNames(cli, open, why, confirmed);
  if (!typed.ok) return typed;
  for (const { context } of open)
    said.set(context, { confirmation: context, reason: typed.value });
  return success(said);
}

interface Agreement {
  readonly contexts: readonly string[];
  readonly reason: string | undefined;
}

/** One question about every context that has a person asked. */
async function askConsent(
  cli: Cli,
  judged: readonly JudgedSession[],
  reason: string | undefined,
): Promise<Result<Agreement>> {
  const [first, ...more] = judged.flatMap(({ error }) =>
    error?.code === "consent-needed" && error.lending ? [error.lending] : [],
  );
  if (!first) return success({ contexts: [], reason });
  const error = questionAbout(first, more, judged);
  if (error.code !== "consent-needed") return failure(error);
  const said = await askForConsent(cli, "session", error, reason);
  if (!said.ok) return said;
  const contexts = [first, ...more].map(({ context }) => context);
  return success({ contexts, reason: said.value.reason ?? reason });
}

/** The policy's own words where it is one; `usage` for more than a person can be shown. */
function questionAbout(
  first: Lending,
  more: readonly Lending[],
  judged: readonly JudgedSession[],
): VaultError {
  const own = judged.find(({ context }) => context === first.context)?.error;
  if (own && more.length === 0) return own;
  const lending = lentTogether(first, ...more);
  const text = actText({ act: "session", ...lending });
  if (!isShownWhole(text)) return tooMany(more.length + 1);
  const error = vaultError(
    "consent-needed",
    `A person is asked first. ${text}`,
    "Somebody at this machine has to agree when it is asked: in the window, in a dialog of the desktop, or on another terminal.",
  );
  return { ...error, lending };
}

/** A reason and the names of those that are guarded; resolves to the reason. */
async function confirmNames(
  { terminal }: Cli,
  open: readonly JudgedSession[],
  reason: string | undefined,
  confirmed: readonly string[],
): Promise<Result<string | undefined>> {
  const names = open
    .map(({ context }) => context)
    .filter((name) => !confirmed.some((typed) => isNameTyped(name, typed)));
  const isReasonGiven = (reason ?? "").trim() !== "";
  const errors = open.flatMap(({ error }) => error ?? []);
  const [refused] = errors;
  if (!refused || (isReasonGiven && names.length === 0)) return success(reason);
  if (!terminal.isInteractive) return failure(refused);
  for (const { message } of errors) terminal.say(terminal.mark("red", message));
  const why = isReasonGiven
    ? success(reason)
    : await askText(terminal, "Why?", "Use --reason TEXT.");
  if (!why.ok || names.length === 0) return why;
  const typed = await askText(
    terminal,
    `Type ${whatToType(names)} to go on:`,
    "Use --confirm NAME for each.",
  );
  if (!typed.ok) return typed;
  return areNamesTyped(names, typed.value) ? why : failure(refused);
}

function tooMany(count: number) {
  return vaultError(
    "usage",
    `A person would have to agree to ${countOf(count, "context")} at once, which is more than one question shows.`,
    "Name fewer of them at a time.",
  );
}
