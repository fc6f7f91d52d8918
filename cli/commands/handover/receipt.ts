import { momentText } from "../../../shared/core/moment-text.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { takeReceipt } from "../../../shared/core/usecases/handover/list-handovers.ts";
import type { Cli } from "../../cli.ts";
import { ofFile, readHandover } from "./handover-file.ts";

export async function receipt(cli: Cli, file: string): Promise<Result<void>> {
  const bytes = await readHandover(cli, file);
  if (!bytes.ok) return bytes;
  const taken = await takeReceipt(cli.ports, bytes.value);
  if (!taken.ok) return ofFile(file, taken);
  const { to, context, serial, acceptedAt } = taken.value;
  const moment = momentText(new Date(acceptedAt));
  cli.terminal.say(
    `${to} accepted ${context} on ${moment} (serial ${serial}).`,
  );
  return success(undefined);
}
