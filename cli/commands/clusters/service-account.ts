import { Argument, Option, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { talosVersions } from "../../../shared/core/roles/methods.ts";
import {
  impersonatorRole,
  isKnownRole,
} from "../../../shared/core/roles/role.ts";
import {
  isKubernetesName,
  serviceAccountDocument,
  serviceAccountManifest,
  serviceAccountPatch,
} from "../../../shared/core/talosconfig/service-account.ts";
import { defaultRoles } from "../../../shared/core/policy/credential-lifetimes.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseList } from "../sessions/starting/session-options.ts";
import { chooseVersion } from "../../command-line/talos-version.ts";

interface Options {
  readonly namespace: string;
  readonly roles: readonly string[];
  readonly talosVersion?: string;
}

export function configureServiceAccount(command: Command, cli: Cli): void {
  command
    .addArgument(
      new Argument("<what>", "manifest, or the patch that allows it").choices([
        "manifest",
        "patch",
      ]),
    )
    .argument("[name]", "of the service account; for the manifest")
    .requiredOption("--namespace <name>", "of the pods that use it")
    .addOption(
      new Option("--roles <list>", "separated by commas")
        .argParser(parseList)
        .default(defaultRoles, defaultRoles.join(",")),
    )
    .option(
      "--talos-version <version>",
      "patch: for that release; from 1.14 on as a document of its own",
    )
    .addHelpText(
      "after",
      `
A talosconfig for what runs in the cluster, made and renewed there every six hours:
talos-vault service-account patch --namespace backup --roles os:etcd:backup > patch.yaml
talosctl patch machineconfig --nodes CONTROLPLANE --patch @patch.yaml
talos-vault service-account manifest etcd --namespace backup --roles os:etcd:backup | kubectl apply -f -
The pod mounts the Secret of that name at /var/run/secrets/talos.dev.`,
    )
    .action((what: string, name: string | undefined, options: Options) =>
      finish(cli, print(cli, what, name, options)),
    );
}

async function print(
  { terminal }: Cli,
  what: string,
  name: string | undefined,
  { namespace, roles, talosVersion }: Options,
): Promise<Result<void>> {
  const odd = roles.find(
    (role) => !isKnownRole(role) || role === impersonatorRole,
  );
  if (odd !== undefined) return failure(badRole(odd));
  if (roles.length === 0) return failure(noRole());
  if (!isKubernetesName(namespace)) return failure(badName(namespace));
  if (what === "patch") {
    const isDocument = hasDocument(talosVersion);
    if (!isDocument.ok) return isDocument;
    const access = { namespaces: [namespace], roles };
    terminal.code(
      isDocument.value
        ? serviceAccountDocument(access)
        : serviceAccountPatch(access),
    );
    return success(undefined);
  }
  if (name === undefined || !isKubernetesName(name))
    return failure(badName(name ?? ""));
  terminal.code(serviceAccountManifest({ name, namespace, roles }));
  return success(undefined);
}

function noRole() {
  return vaultError(
    "usage",
    "A service account needs a role.",
    "Name one: --roles os:reader.",
  );
}

/** Without a release the older form is written: 1.14 reads both. */
function hasDocument(release: string | undefined): Result<boolean> {
  if (release === undefined) return success(false);
  const version = chooseVersion(release);
  if (!version.ok) return version;
  const first = talosVersions.findIndex((one) => one.startsWith("v1.14."));
  return success(talosVersions.indexOf(version.value) >= first);
}

function badRole(role: string) {
  return vaultError(
    "usage",
    `${role} is no role for a service account.`,
    "talos-vault roles lists the known ones; os:impersonator is for nodes alone.",
  );
}

function badName(name: string) {
  return vaultError(
    "usage",
    `"${name}" is no name that Kubernetes takes.`,
    "Lower-case letters, digits and dashes, at most 63.",
  );
}
