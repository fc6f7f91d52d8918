import { nearText } from "../../../shared/core/moment-text.ts";
import type { ConsentNote } from "../../../shared/core/ledger/entry.ts";
import type { LedgerView } from "../../../shared/core/ledger/view.ts";
import { table } from "../../output/table.ts";
import type { Terminal } from "../../terminal.ts";

const dateLength = "2026-11-24 17:20".length;
const serialShown = 12;

/** Issued credentials as a table; those that Talos still accepts stand out. */
export function ledgerTable(
  entries: readonly LedgerView[],
  now: Date,
  terminal: Terminal,
): string {
  return table(
    terminal,
    ["WHEN (UTC)", "CONTEXT", "ROLES", "FOR", "ENDS", "SERIAL", "REASON"],
    entries.map((entry) => [
      entry.issuedAt.replace("T", " ").slice(0, dateLength),
      contextOf(entry),
      entry.roles.join(","),
      [
        recipientOf(entry),
        ...(entry.isPutBack ? [" and put back since"] : []),
        ...(entry.isUndelivered ? [" (never handed out)"] : []),
      ].join(""),
      nearText(new Date(entry.notAfter), now),
      entry.serial.slice(0, serialShown),
      entry.reason ?? "",
    ]),
    { isStrong: (index) => entries[index]?.isValid ?? false },
  );
}

/** What persons were asked as a table; what they agreed to stands out. */
export function questionTable(
  questions: readonly ConsentNote[],
  terminal: Terminal,
): string {
  return table(
    terminal,
    [
      "WHEN (UTC)",
      "CONTEXT",
      "ASKED FOR",
      "ROLES",
      "BY",
      "ANSWER",
      "WHERE",
      "REASON",
    ],
    questions.map(({ at, context, act, roles, process, ...said }) => [
      at.replace("T", " ").slice(0, dateLength),
      context,
      actWords[act],
      roles.join(","),
      `${process.path ?? process.name} (${String(process.pid)})`,
      answerText(said.answer),
      said.answeredBy ?? "nobody",
      said.reason ?? "",
    ]),
    {
      isStrong: (index) =>
        ["once", "ten-minutes"].includes(questions[index]?.answer ?? ""),
    },
  );
}

const actWords: Readonly<Record<ConsentNote["act"], string>> = {
  session: "a session",
  continue: "a longer session",
  issue: "a new credential",
  export: "an export",
  "cluster-secrets": "a cluster's secrets",
  "sops-key": "a key of SOPS",
  "ask-less": "to ask less",
  call: "a call",
  elevate: "more for a while",
};

function answerText(answer: ConsentNote["answer"]): string {
  switch (answer) {
    case "once":
      return "yes";
    case "ten-minutes":
      return "yes, for 10 min";
    case "denied":
      return "no";
    case "end-session":
      return "no, and the session's end";
  }
}

function contextOf({ context, nameNow }: LedgerView): string {
  return context === nameNow ? context : `${nameNow} (was ${context})`;
}

function recipientOf({ purpose, recipient, session }: LedgerView): string {
  switch (purpose) {
    case "session":
      return `session, ${session ?? ""}`;
    case "context":
      return `kept as ${recipient}`;
    case "cluster":
      return `first administrator of ${recipient}`;
    case "exported":
      return `exported to ${recipient}`;
    case "replaced":
      return `${recipient}'s, before it was replaced`;
    case "removed":
      return `${recipient}'s, before it was removed`;
    case "handover":
      return `handed to ${recipient}`;
    case "automation":
      return `pipeline: ${recipient}`;
    case "file":
    case "store":
      return `${purpose}: ${recipient}`;
  }
}
