import {
  patienceSeconds,
  unanswered,
  type AskingProcess,
  type ConsentAct,
  type ConsentPlace,
  type ConsentQuestion,
  type ConsentVerdict,
} from "../../shared/core/consent/question.ts";
import { vaultError } from "../../shared/core/errors.ts";
import type { LedgerLine } from "../../shared/core/ledger/entry.ts";
import type { Person } from "../../shared/core/ports/person.ts";
import { failure, success } from "../../shared/core/result.ts";

/** A person who says these, one after the other, and is gone afterwards; `asked` has what they were asked. */
export function scriptedPerson(
  verdicts: readonly ConsentVerdict[],
  answeredBy: ConsentPlace = "window",
): Person & { readonly asked: readonly ConsentQuestion[] } {
  const asked: ConsentQuestion[] = [];
  return {
    asked,
    takeAbandoned: () => [],
    askPerson: async (question, signal) => {
      asked.push(question);
      const answer = verdicts[asked.length - 1];
      return answer === undefined || signal.aborted
        ? unanswered(new Date(question.expiresAt))
        : { answer, answeredBy, answeredAt: question.askedAt };
    },
  };
}

const asking: AskingProcess = {
  process: { pid: 4711, startTime: "12", bootId: "a" },
  path: "/usr/bin/agent",
  name: "agent",
  leadsTerminal: false,
  chain: [
    {
      process: { pid: 4710, startTime: "11", bootId: "a" },
      path: null,
      name: "zsh",
      leadsTerminal: true,
    },
  ],
  cwd: "/home/ada/infra",
  terminal: null,
  session: null,
};

/** A question that an agent puts about the context "prod". */
export function questionAbout(
  act: ConsentAct,
  changed: Partial<ConsentQuestion> = {},
): ConsentQuestion {
  const askedAt = Date.parse("2026-11-29T12:00:00.000Z");
  return {
    id: "0123456789abcdef0123456789abcdef",
    askedAt: new Date(askedAt).toISOString(),
    expiresAt: new Date(askedAt + patienceSeconds * 1000).toISOString(),
    act,
    context: "prod",
    production: true,
    roles: ["os:admin"],
    ttlSeconds: 3600,
    reason: "disk full",
    text: "A session of prod with os:admin starts.",
    process: asking,
    count: 1,
    ...changed,
  };
}

/** Who asks `person` about a call, and the lines that come of it; `isFull`: none can be written. */
export function askingPorts(person: Person, isFull = false) {
  const lines: LedgerLine[] = [];
  return {
    lines,
    person,
    clock: { now: () => new Date(0), monotonicMs: () => 0 },
    random: { bytes: (length: number) => new Uint8Array(length) },
    asking: () => questionAbout("call").process,
    ledger: {
      append: async (...added: readonly LedgerLine[]) => {
        if (isFull) return failure(vaultError("disk-full", "Full.", "Wait."));
        lines.push(...added);
        return success(undefined);
      },
      read: async () => failure(vaultError("file-failed", "No.", "No.")),
    },
  };
}
