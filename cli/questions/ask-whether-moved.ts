import {
  askOnce,
  type HasMoved,
} from "../../shared/core/usecases/stores/follow-moves.ts";
import type { Cli } from "../cli.ts";
import { askToConfirm } from "./ask.ts";

/** Without a terminal none has moved. */
export function askWhetherMoved({ terminal }: Cli): HasMoved {
  return askOnce(async ({ address, server }, now) => {
    if (!terminal.isInteractive) return false;
    const answer = await askToConfirm(
      terminal,
      `${address} was on ${server}, and ${now} is named now. Has it moved there?`,
      "Name the server that it was on.",
    );
    return answer.ok && answer.value;
  });
}
