// Talos Vault for programs: what this package exports. A small face over the same use cases as the command line and the window.
// Keep: Its types name nothing of ours from other folders, so that the declarations stand alone. No function shows or asks
// anything on a terminal. An error is a TalosVaultError, `usage` for arguments that are not what the types say; nothing secret is in it.
import { judge } from "./judge-arguments.ts";
import { judgeLine } from "./judge-command-line.ts";
import { issueUnder } from "./issue-certificate.ts";
import { MachineVault } from "./machine-vault.ts";
import { holdFor } from "./hold-session.ts";
import { parsed, printed } from "./talosconfig-text.ts";
import type {
  Access,
  CertificateTerms,
  Context,
  IssuedCertificate,
  Session,
  SessionTerms,
  Talosconfig,
  Vault,
  VaultOptions,
} from "./library-types.ts";

export type * from "./library-types.ts";
export { TalosVaultError } from "./talos-vault-error.ts";

/**
 * Sees that there is a vault that can be read. Errors: `declined` in an agent's session, `vault-missing`, and those of opening:
 * `keychain-locked`, `passphrase-missing`, `passphrase-wrong`, `vault-damaged`, …
 */
export async function openVault(options: VaultOptions = {}): Promise<Vault> {
  const vault = MachineVault.at(options);
  await vault.list();
  return {
    home: vault.home,
    listContexts: () => vault.list(),
    withSession: (context, terms, work) => holdFor(vault, context, terms, work),
  };
}

/** Every context of the vault. Errors: those of `openVault`. */
export async function listContexts(
  options: VaultOptions = {},
): Promise<readonly Context[]> {
  return MachineVault.at(options).list();
}

/**
 * Lends a session to a piece of work and takes it back when that has ended, however it ends; when this process is killed the
 * system takes it back. It is in `talos-vault sessions` meanwhile, and `talos-vault end` ends it. A context for which a person is
 * asked has one asked, as from a program without a terminal: in the window, in a dialog or on another terminal. Rejects with
 * what the work rejects with. Errors: those of `openVault`, `context-missing`, `unconfirmed`, `consent-needed`, `declined`,
 * `credential-unusable`, `cluster-unreachable`, …; then the work did not begin.
 */
export async function withSession<Result>(
  context: string,
  terms: SessionTerms & { readonly vault?: VaultOptions },
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  judge({ terms });
  const { vault, ...rest } = terms;
  return holdFor(MachineVault.at(vault ?? {}), context, rest, work);
}

/** Reads a talosconfig as Talos does. Errors: `talosconfig-invalid`, which quotes nothing of the file. */
export function readTalosconfig(text: string | Uint8Array): Talosconfig {
  judge({ text });
  return parsed(text);
}

/** The text of a talosconfig, byte for byte as talosctl writes it. Logins of Omni and of users are not part of it. */
export function writeTalosconfig(config: Talosconfig): string {
  return printed(config);
}

/**
 * Signs a client certificate as Talos does, with an authority that is given and not with one of the vault: nothing is written down.
 * Errors: `credential-unusable` for what is no authority, `context-invalid` for roles and times.
 */
export function issueCertificate(terms: CertificateTerms): IssuedCertificate {
  judge({ "certificate terms": terms });
  return issueUnder(terms);
}

/**
 * What Talos says of a command of talosctl (`"etcd snapshot"`) or a method of its API (`"machine.MachineService/Reboot"`) that
 * somebody with these roles asks for. Errors: `usage` for what is neither.
 */
export function judgeAccess(
  roles: readonly string[],
  asked: string,
  /** As `v1.12`; absent: the newest that is known. */
  talosVersion?: string,
): Access {
  judge({ roles, asked, talosVersion });
  return judgeLine(roles, asked, talosVersion);
}
