import { limits } from "../../../shared/core/limits.ts";
import type { Result } from "../../../shared/core/result.ts";
import type { Cli } from "../../cli.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";

/** A text that somebody sent, or stdin for `-`: one byte more than any has, which is then refused for that. */
export function readHandover(
  cli: Cli,
  path: string,
): Promise<Result<Uint8Array>> {
  return waitingFiles(cli).read(path, limits.handoverText.most + 1);
}
