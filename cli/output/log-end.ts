import { anchorText } from "../../shared/core/audit/head.ts";
import { AuditLog } from "../../shared/node/audit/audit-log.ts";

/** How the audit log in a vault's folder ends now, as `audit anchor` prints it; null: there is none. */
export function logEnd(home: string): string | null {
  const head = new AuditLog(home).head();
  return head && anchorText(head);
}

/** Says it to a person, with what it is good for when it is kept where nobody on this machine can reach it. */
export function logEndForLater(end: string): string {
  return `To know later that nothing was cut off the end of the audit log, keep this command: talos-vault audit verify --anchor ${end}`;
}

/** The same where more is said of it. */
export function logEndSentence(end: string): string {
  return `The audit log ends here: ${end}.`;
}
