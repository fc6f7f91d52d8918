import type { VaultError } from "../../shared/core/errors.ts";
import { success, type Result } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import { askSecret, askText } from "./ask.ts";
import type { Cli } from "../cli.ts";

/** The passphrase of a sealed authority; `refusal`: the one before was not it. */
export async function askPassphrase(
  { terminal }: Cli,
  refusal: VaultError | null,
): Promise<Result<Secret>> {
  if (refusal) terminal.say(refusal.message);
  return askSecret(
    terminal,
    "Passphrase of the authority:",
    "Use --authority-passphrase-fd N.",
  );
}

/** Why, and the context's name typed by a person who has read what it is about. */
export async function askReason(
  { terminal }: Cli,
  warning: string,
  given: string | undefined,
): Promise<Result<{ readonly reason: string; readonly confirmation: string }>> {
  terminal.say(terminal.mark("red", warning));
  const reason = given
    ? success(given)
    : await askText(terminal, "Why?", "Use --reason TEXT.");
  if (!reason.ok) return reason;
  const confirmation = await askText(
    terminal,
    "Type the context's name to go on:",
    "Use --confirm NAME.",
  );
  if (!confirmation.ok) return confirmation;
  return success({ reason: reason.value, confirmation: confirmation.value });
}
