import { vaultError } from "../shared/core/errors.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import {
  findContext,
  type FoundContext,
} from "../shared/core/usecases/find-context.ts";
import { adminsWithoutEndpoint } from "../shared/core/usecases/find-admin.ts";
import type { RenewalSource } from "../shared/core/usecases/renew-context.ts";
import type { RenewalPlan } from "../shared/core/usecases/renewal-plan.ts";
import type { VaultDocument } from "../shared/core/vault/document.ts";
import { chooseAuthority } from "./authority-for-issue.ts";
import type { Cli } from "./cli.ts";
import { shellWord } from "../shared/core/sessions/shell-word.ts";

export interface SourceOptions {
  readonly authority?: string;
  readonly authorityPassphraseFd?: number;
  /** Name of an os:admin context. */
  readonly via?: string;
}

/** What is named; else the vault's authority when it is not sealed or somebody can open it; else a node. */
export async function chooseSource(
  cli: Cli,
  document: VaultDocument,
  found: FoundContext,
  { ways }: RenewalPlan,
  options: SourceOptions,
): Promise<Result<RenewalSource>> {
  const { authority, authorityPassphraseFd, via } = options;
  const asker =
    via ?? ways.flatMap((way) => (way.kind === "node" ? way.asker : []))[0];
  const kept = ways.find((way) => way.kind === "authority");
  const wantsAuthority =
    authority !== undefined ||
    authorityPassphraseFd !== undefined ||
    (via === undefined && kept && (!kept.isSealed || asker === undefined));
  if (wantsAuthority) {
    const chosen = await chooseAuthority(cli, document, found.context, options);
    return chosen.ok
      ? success({ kind: "authority", authority: chosen.value })
      : chosen;
  }
  if (asker === undefined) {
    const now = cli.ports.clock.now();
    const [mute] = adminsWithoutEndpoint(document, found, now);
    return failure(
      mute === undefined ? noWay(found.name) : noEndpoint(found.name, mute),
    );
  }
  const admin = findContext(document, asker);
  return admin.ok ? success({ kind: "node", asker: admin.value }) : admin;
}

function noEndpoint(name: string, admin: string) {
  return vaultError(
    "credential-unusable",
    `Nothing in the vault can make a credential for "${name}": it has no authority of its cluster, and "${admin}", which could ask a node, has no endpoint.`,
    `Give it one: talos-vault set ${shellWord(admin)} --endpoints ADDRESS; or with the cluster's secrets: talos-vault renew ${shellWord(name)} --authority secrets.yaml --untested`,
  );
}

function noWay(name: string) {
  return vaultError(
    "credential-unusable",
    `Nothing in the vault can make a credential for "${name}": it has no authority of its cluster, and no os:admin context of it that is still valid.`,
    `With the cluster's secrets: talos-vault renew ${shellWord(name)} --authority secrets.yaml`,
  );
}
