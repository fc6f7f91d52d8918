import { decide } from "../../../shared/core/policy/decide.ts";
import { lives } from "../../../shared/core/policy/credential-lifetimes.ts";
import { decisionError } from "../../../shared/core/policy/decision-text.ts";
import type { VaultError } from "../../../shared/core/errors.ts";
import type { Asked, Signed } from "../../../shared/core/policy/decision.ts";
import type {
  IssueRequest,
  IssuingSigner,
  RenewalRequest,
} from "../../../shared/core/policy/request.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { authorityOf } from "../../../shared/core/usecases/authorities/store-authority.ts";
import { threeTries } from "../../../shared/core/ask-three-times.ts";
import { refuseTerms } from "../../../shared/core/usecases/issuing/refuse-issue.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import type {
  NamedContext,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import {
  askForAuthority,
  readNamedSigner,
  type NamedSigner,
} from "../authorities/authority-for-issue.ts";
import { askPassphrase, askReason } from "../../questions/ask-for-session.ts";
import { askForConsent } from "../../questions/ask-for-consent.ts";
import type { Cli } from "../../cli.ts";

/** Options that say who signs. */
export interface SignerOptions extends NamedSigner {
  /** Name of an os:admin context; `-` is the previous one. */
  readonly via?: string;
}

/** Who signs, as the options say; undefined: the policy chooses. */
export async function readSigner(
  cli: Cli,
  document: VaultDocument,
  { via, ...named }: SignerOptions,
): Promise<Result<IssuingSigner | undefined>> {
  if (via !== undefined) {
    const asker = findContext(document, via);
    return asker.ok
      ? success({ kind: "node", asker: asker.value.name })
      : asker;
  }
  const signer = await readNamedSigner(cli, named);
  return signer.ok ? success(signer.value ?? undefined) : signer;
}

interface Settled<R> {
  /** With what was asked for on the terminal. */
  readonly request: R;
  readonly granted: Signed | Asked;
}

/** What `refuse-issue.ts` lets pass only where it was meant. */
export interface Insisted {
  readonly customRoles?: true | undefined;
  readonly force?: true | undefined;
}

/**
 * Has the policy decide, and asks on the terminal for what it wants to know first, once each: a reason and the name
 * before what may do everything; the passphrase of a sealed authority; a file with the authority where the vault has
 * nothing. Without a terminal it is refused, and the error names the options. What would be refused afterwards is refused
 * before anybody is asked about it.
 */
export async function askForIssuing<R extends IssueRequest | RenewalRequest>(
  cli: Cli,
  document: VaultDocument,
  found: NamedContext,
  request: R,
  insisted: Insisted = {},
): Promise<Result<Settled<R>>> {
  const refused = refusalOf(request, insisted);
  if (refused) return failure(refused);
  const again = (more: object) =>
    askForIssuing(cli, document, found, { ...request, ...more }, insisted);
  const now = cli.ports.clock.now();
  const decision = decide(document, found, request, now);
  if (decision.outcome === "sign" || decision.outcome === "ask-node")
    return success({ request, granted: decision });
  const error = decisionError(found.name, decision);
  if (decision.outcome === "unagreed") {
    if (request.kind !== "issue") return failure(error);
    const said = await askForConsent(cli, "issue", error, request.reason);
    return said.ok ? again(said.value) : said;
  }
  if (!cli.terminal.isInteractive) return failure(error);
  const more =
    decision.outcome === "unconfirmed"
      ? await askForReason(cli, error, request)
      : request.by
        ? failure(error)
        : await askForSigner(
            cli,
            document,
            found,
            decision.because.kind,
            error,
          );
  return more.ok ? again(more.value) : more;
}

function refusalOf(
  request: IssueRequest | RenewalRequest,
  { customRoles, force }: Insisted,
): VaultError | null {
  if (request.kind !== "issue" || request.roles === undefined) return null;
  return refuseTerms({
    roles: request.roles,
    ttlSeconds: request.ttlSeconds ?? lives.file,
    acceptsCustomRoles: customRoles === true,
    isForced: force === true,
  });
}

async function askForReason(
  cli: Cli,
  error: VaultError,
  request: IssueRequest | RenewalRequest,
): Promise<Result<Pick<IssueRequest, "reason" | "confirmation">>> {
  if (request.kind === "renew" || request.confirmation !== undefined)
    return failure(error);
  return askReason(cli, error.message, request.reason);
}

async function askForSigner(
  cli: Cli,
  document: VaultDocument,
  found: NamedContext,
  missing: string,
  error: VaultError,
): Promise<Result<{ readonly by: IssuingSigner }>> {
  if (missing === "authority-sealed")
    return threeTries(
      (refusal) => askPassphrase(cli, refusal),
      async (passphrase) => {
        const { config } = found.context;
        const now = cli.ports.clock.now();
        const opened = await authorityOf(document, config, now, passphrase);
        return opened.ok
          ? success({ by: { kind: "passphrase", passphrase } })
          : opened;
      },
    );
  if (missing !== "no-issuer") return failure(error);
  const opened = await askForAuthority(cli, found.context);
  if (!opened.ok) return opened;
  const { ca, keyText } = opened.value;
  return success({
    by: { kind: "authority", authority: { crt: ca, key: keyText } },
  });
}
