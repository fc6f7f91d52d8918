import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  findVersion,
  latestVersion,
  rulesOf,
  talosVersions,
  type MethodRule,
} from "../../shared/core/roles/methods.ts";

/** The release that `--talos-version` names; the newest without it. Errors: `usage`, with those that are known. */
export function chooseVersion(wanted: string | undefined): Result<string> {
  const version = wanted === undefined ? latestVersion : findVersion(wanted);
  if (version !== null) return success(version);
  return failure(
    vaultError(
      "usage",
      `The rules of Talos "${wanted ?? ""}" are not known here.`,
      `Known: ${talosVersions.join(", ")}.`,
    ),
  );
}

export function rulesFor(
  wanted: string | undefined,
): Result<readonly MethodRule[]> {
  const version = chooseVersion(wanted);
  return version.ok ? success(rulesOf(version.value)) : version;
}
