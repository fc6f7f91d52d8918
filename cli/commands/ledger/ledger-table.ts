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
      recipientOf(entry) + (entry.isUndelivered ? " (never handed out)" : ""),
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
      "ACT",
      "ROLES",
      "BY",
      "ANSWER",
      "WHERE",
      "REASON",
    ],
    questions.map(({ at, context, act, roles, process, ...said }) => [
      at.replace("T", " ").slice(0, dateLength),
      context,
      act,
      roles.join(","),
      `${process.path ?? process.name} (${String(process.pid)})`,
      said.answer,
      said.answeredBy ?? "nobody",
      said.reason ?? "",
    ]),
    {
      isStrong: (index) =>
        ["once", "ten-minutes"].includes(questions[index]?.answer ?? ""),
    },
  );
}

function contextOf({ context, nameNow }: LedgerView): string {
  return context === nameNow ? context : `${nameNow} (was ${context})`;
}

function recipientOf({ purpose, recipient, session }: LedgerView): string {
  switch (purpose) {
    case "session":
      return `session, ${session ?? ""}`;
    case "exported":
      return `exported to ${recipient}`;
    case "replaced":
      return `replaced in ${recipient}`;
    case "removed":
      return `removed with ${recipient}`;
    case "handover":
      return `handed to ${recipient}`;
    case "context":
    case "file":
    case "automation":
    case "store":
    case "cluster":
      return `${purpose} ${recipient}`;
  }
}
