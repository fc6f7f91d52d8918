import type { VaultError } from "../../core/errors.ts";
import { isNameTyped } from "../../core/policy/confirmation.ts";
import type { ConsentAnswer } from "../../core/consent/question.ts";
import type { Result } from "../../core/result.ts";
import {
  askConsent,
  credentialQuestion,
  recordAnswer,
  type Asked,
} from "../../core/usecases/consent/ask-and-record.ts";
import type { HostContext } from "../host-context.ts";

/** What was said in the window beside the request. */
interface Said {
  readonly reason?: string | undefined;
  /** Names that were typed. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Does what a person may have to agree to first: asks about each context that has one asked, and does it then. A reason and a
 * name that were typed in a window at which a person sits are their answer, as on a terminal. `perform` is told what was agreed to.
 * Errors: its own; `declined`, `consent-needed`.
 */
export async function withConsent<T>(
  context: HostContext,
  act: Asked["act"],
  said: Said,
  perform: (agreed: readonly string[]) => Promise<Result<T>>,
  agreed: readonly string[] = [],
): Promise<Result<T>> {
  const done = await perform(agreed);
  if (done.ok) return done;
  const name = aboutWhat(done.error);
  if (name === null || agreed.includes(name)) return done;
  const answer = await ask(context, act, done.error, said);
  return answer.ok
    ? withConsent(context, act, said, perform, [...agreed, name])
    : answer;
}

function aboutWhat({ code, lending }: VaultError): string | null {
  return code === "consent-needed" && lending ? lending.context : null;
}

async function ask(
  { ports, signal }: HostContext,
  act: Asked["act"],
  { lending }: VaultError,
  { reason, names }: Said,
): Promise<Result<ConsentAnswer>> {
  if (!lending) throw new Error("it is about something");
  const { clock, random } = ports.vault;
  const { person, asking, isPersons } = ports.consent;
  const consentPorts = { clock, random, ledger: ports.ledger, person, asking };
  const asked = { act, lending, reason, signal };
  const isSaid =
    !!reason?.trim() &&
    names.some((typed) => isNameTyped(lending.context, typed));
  if (!isPersons || !isSaid) return askConsent(consentPorts, asked);
  return recordAnswer(consentPorts, credentialQuestion(consentPorts, asked), {
    answer: "once",
    answeredBy: "window",
    answeredAt: clock.now().toISOString(),
  });
}
