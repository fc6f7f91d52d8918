import { limits } from "../../../shared/core/limits.ts";
import { failure, type Result } from "../../../shared/core/result.ts";
import type { Cli } from "../../cli.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";

/** A text that somebody sent, or stdin for `-`: one byte more than any has, which is then refused for that. */
export function readHandover(
  cli: Cli,
  path: string,
): Promise<Result<Uint8Array>> {
  return waitingFiles(cli).read(path, limits.handoverText.most + 1);
}

/** What is wrong with a text, with the file that it stands in: several lie beside each other while access is given. */
export function ofFile<T>(path: string, result: Result<T>): Result<T> {
  if (result.ok || result.error.code !== "handover-invalid") return result;
  const name = path === "-" ? "standard input" : path;
  const message = `${name}: ${result.error.message}`;
  return failure({ ...result.error, message });
}
