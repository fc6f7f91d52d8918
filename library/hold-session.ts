import { personForCalls } from "../cli/ports/consent/ask-a-person.ts";
import type { UnnamedSession } from "../shared/core/policy/request.ts";
import type {
  SessionCredential,
  VaultReader,
} from "../shared/core/ports/vault-reader.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { usuallyHasGateway } from "../shared/core/policy/usual-delivery.ts";
import { sessionEnvironment } from "../shared/core/sessions/environment.ts";
import type { Lease } from "../shared/core/sessions/lease.ts";
import { outsideVariables } from "../shared/core/sessions/outside-variables.ts";
import { judgeEndpoint } from "../shared/core/talosconfig/endpoints.ts";
import { parseTalosconfig } from "../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../shared/core/talosconfig/types.ts";
import { askConsent } from "../shared/core/usecases/consent/ask-and-record.ts";
import {
  newSessionId,
  planSession,
  type PlannedSession,
} from "../shared/core/usecases/sessions/start-session.ts";
import { askingProcess } from "../shared/node/consent/asking-process.ts";
import { FilePerson } from "../shared/node/consent/ask-by-file.ts";
import { QuestionFolder } from "../shared/node/consent/question-folder.ts";
import { canDeliverByDescriptor } from "../shared/node/sessions/delivery/descriptor-delivery.ts";
import type { HolderInput } from "../shared/node/sessions/holder-input.ts";
import { outsideLoginKey } from "../shared/node/sessions/login-key.ts";
import { runFolder } from "../shared/node/sessions/run-folder.ts";
import { startSessionGateway } from "../shared/node/sessions/gateway/start-session-gateway.ts";
import { SessionHolder } from "../shared/node/sessions/session-holder.ts";
import {
  signatureAlgorithms,
  tlsPems,
} from "../shared/node/talos-api/tls/client-credentials.ts";
import { judge } from "./judge-arguments.ts";
import type { MachineVault } from "./machine-vault.ts";
import type { Session, SessionTerms, SessionTls } from "./library-types.ts";
import { thrown, valueOf } from "./thrown.ts";
import { vaultError } from "../shared/core/errors.ts";

/** Lends a session to `work`, and takes it back when that has ended. */
export async function holdFor<T>(
  vault: MachineVault,
  context: string,
  terms: SessionTerms,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  judge({ context, terms, work });
  // Left out in silence, it would be another vault than the one that was meant.
  if ("vault" in terms) throw thrown(isOpen());
  const reader = await vault.reader();
  vault.sweep();
  const root = valueOf(runFolder(process.env, vault.home));
  const request = { ...requestOf(terms), session: newSessionId(vault.random) };
  const given = valueOf(await lend(vault, reader, context, request));
  const { reason, production, guard } = given;
  const usual = canDeliverByDescriptor(root) ? "fd" : "file";
  const planned = planSession(vault.clock, given, {
    id: request.session,
    kind: "exec",
    delivery: usuallyHasGateway(given) ? "gateway" : usual,
    isFollowing: false,
    ...(reason ? { reason } : {}),
  });
  const delivered = valueOf(
    await deliver(vault, planned, production, guard ? [guard] : []),
  );
  const ended = new AbortController();
  const waiting = stayAlive();
  const { loginKeyName: key } = planned;
  const started = SessionHolder.start(vault.journal, vault.clock, {
    facts: planned.facts,
    ...delivered,
    runFolder: root,
    loginKey: key && outsideLoginKey(key, process.env),
    watched: null,
    onEnd: () => {
      clearInterval(waiting);
      ended.abort();
    },
  });
  if (!started.ok) clearInterval(waiting);
  const holder = valueOf(started);
  closeAtExit(holder);
  try {
    return await work(
      sessionOf(holder.lease, delivered.document, ended.signal),
    );
  } finally {
    clearInterval(waiting);
    held.delete(holder);
    holder.close();
  }
}

const farAwayMs = 2 ** 30;

/** Nothing else that a session has keeps a program running, whose work may wait for its end alone. */
function stayAlive(): NodeJS.Timeout {
  return setInterval(() => undefined, farAwayMs);
}

const held = new Set<SessionHolder>();

/** A program that calls process.exit() within its work waits for nothing. One listener for all: Node warns of more than ten. */
function closeAtExit(holder: SessionHolder): void {
  if (!process.listeners("exit").includes(closeHeld))
    process.once("exit", closeHeld);
  held.add(holder);
}

function closeHeld(): void {
  for (const holder of held) holder.close();
}

function requestOf({
  roles,
  ttlSeconds,
  stored,
  reason,
  confirm,
}: SessionTerms): UnnamedSession {
  const made = roles
    ? ({ kind: "roles", roles } as const)
    : ({ kind: "default" } as const);
  return {
    kind: "session",
    wants: stored ? { kind: "stored" } : made,
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(reason === undefined ? {} : { reason }),
    ...(confirm === undefined ? {} : { confirmation: confirm }),
  };
}

/** A credential; where a person has to agree one is asked, who is not this program. */
async function lend(
  { clock, random, ledger, home }: MachineVault,
  reader: VaultReader,
  context: string,
  request: UnnamedSession & { readonly session: string },
): Promise<Result<SessionCredential>> {
  const given = await reader.issueSessionCredential(context, request);
  if (given.ok) return given;
  const { code, lending } = given.error;
  if (code !== "consent-needed" || !lending) return given;
  const person = new FilePerson(new QuestionFolder(home));
  const { reason } = request;
  const agreed = await askConsent(
    { clock, random, ledger, person, asking: askingProcess },
    { act: "session", lending, reason },
  );
  if (!agreed.ok) return failure(agreed.error);
  return reader.issueSessionCredential(context, { ...request, isAgreed: true });
}

async function deliver(
  { clock, random, ledger, home, network }: MachineVault,
  { facts, document }: PlannedSession,
  production: boolean,
  rules: Parameters<typeof startSessionGateway>[0]["rules"],
): Promise<Result<Pick<HolderInput, "document" | "gateway">>> {
  const bytes = new TextEncoder().encode(document.reveal());
  if (facts.delivery !== "gateway") return success({ document: bytes });
  const session = { ...facts, production, home, owner: () => process.pid };
  return startSessionGateway({
    facts,
    home,
    document: bytes,
    rules,
    environment: network.environment,
    askPerson: personForCalls({ clock, random, ledger }, session),
  });
}

function sessionOf(
  lease: Lease,
  document: Uint8Array,
  signal: AbortSignal,
): Session {
  const { config } = valueOf(parseTalosconfig(document));
  const context = config.contexts.get(lease.context);
  const outside = outsideVariables(process.env);
  return {
    id: lease.id,
    context: lease.context,
    roles: lease.roles,
    expiresAt: new Date(lease.expiresAt),
    talosconfig: lease.path,
    environment: Object.fromEntries(sessionEnvironment(lease, outside)),
    endpoints: (context?.endpoints ?? []).flatMap(dialled),
    tls: tlsOf(context),
    signal,
  };
}

function dialled(endpoint: string): readonly string[] {
  const judged = judgeEndpoint(endpoint);
  return judged.kind === "ok" ? [judged.dials] : [];
}

function tlsOf(context: TalosContext | undefined): SessionTls {
  return {
    ...(context ? tlsPems(context) : { ca: "", cert: "", key: "" }),
    minVersion: "TLSv1.2",
    sigalgs: signatureAlgorithms,
  };
}

function isOpen() {
  return vaultError(
    "usage",
    '"terms.vault" is no option of a vault that is open.',
    "Open the other one, or call withSession of the package.",
  );
}
