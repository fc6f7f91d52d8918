import { readAsked } from "../shared/core/roles/asked-access.ts";
import { vaultError } from "../shared/core/errors.ts";
import {
  judgeCommand,
  judgeMethod,
} from "../shared/core/roles/judge-access.ts";
import { findVersion, latestVersion } from "../shared/core/roles/methods.ts";
import type { Access } from "./library-types.ts";
import { thrown, valueOf } from "./thrown.ts";

export function judgeLine(
  roles: readonly string[],
  asked: string,
  talosVersion?: string,
): Access {
  const version =
    talosVersion === undefined ? latestVersion : findVersion(talosVersion);
  if (version === null) throw thrown(unknownVersion(talosVersion ?? ""));
  const found = valueOf(readAsked([asked]));
  if (found.kind === "local")
    return { isAllowed: true, by: null, methods: [], notes: [] };
  const { isAllowed, by, methods, notes } =
    found.kind === "command"
      ? judgeCommand(roles, found.command, version)
      : judgeMethod(roles, found.method, version);
  const said = methods.map((one) => ({ method: one.method, roles: one.roles }));
  return { isAllowed, by, methods: said, notes };
}

function unknownVersion(text: string) {
  return vaultError(
    "usage",
    `There is no rule table for Talos "${text}".`,
    "Name a release as v1.12.",
  );
}
