// What the agent of `unlock` and the holders of sessions are asked, and answer: every message with its schema.
// Keep: A message that changes raises the number in protocol.ts; what another release says is refused, never
// guessed.
import * as v from "valibot";
import { guardRulesSchema } from "../gateway/guard/guard-rules-json.ts";
import { errorCodes, type VaultError } from "../errors.ts";
import type { SessionRequest, Signer } from "../policy/request.ts";
import type {
  ContextInspection,
  JudgedSession,
  PingWatch,
  SessionCredential,
} from "../ports/vault-reader.ts";
import { Secret } from "../secret.ts";
import { decode } from "../vault/codec.ts";
import { contextCodec } from "../vault/fields/context-json.ts";
import type { ContextDetails, ContextView } from "../vault/views.ts";
import { namedChangeSchema, warningSchema } from "./changes.ts";
import { holdQuestion } from "./agent-session-messages.ts";
import { problemFields } from "./problem-fields.ts";
import { protocol } from "./protocol.ts";
import { momentSchema } from "../schemas/moment.ts";

const spoken = { protocol: v.literal(protocol) };
const name = v.nullable(v.string());
const network = v.strictObject({
  environment: v.record(v.string(), v.string()),
  namespace: v.nullable(v.string()),
});

const signerSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("passphrase"), passphrase: v.string() }),
  v.strictObject({
    kind: v.literal("authority"),
    authority: v.strictObject({ crt: v.string(), key: v.string() }),
  }),
]);
const signer = v.exactOptional(signerSchema);
const requestSchema = v.strictObject({
  kind: v.literal("session"),
  session: v.string(),
  wants: v.variant("kind", [
    v.strictObject({ kind: v.literal("default"), by: signer }),
    v.strictObject({
      kind: v.literal("roles"),
      roles: v.array(v.string()),
      by: signer,
    }),
    v.strictObject({ kind: v.literal("stored") }),
  ]),
  ttlSeconds: v.exactOptional(v.number()),
  isForced: v.exactOptional(v.literal(true)),
  opens: v.exactOptional(v.pipe(v.array(v.string()), v.readonly())),
  reason: v.optional(v.string()),
  confirmation: v.optional(v.string()),
  isAgreed: v.exactOptional(v.literal(true)),
});

const questionSchema = v.variant("verb", [
  v.strictObject({ ...spoken, verb: v.literal("list") }),
  v.strictObject({ ...spoken, verb: v.literal("show"), name }),
  v.strictObject({ ...spoken, verb: v.literal("inspect"), name }),
  v.strictObject({
    ...spoken,
    verb: v.literal("session-credential"),
    name,
    request: requestSchema,
    network,
  }),
  v.strictObject({
    ...spoken,
    verb: v.literal("decide-each-session"),
    names: v.array(v.string()),
    request: requestSchema,
  }),
  v.strictObject({
    ...spoken,
    verb: v.literal("ping"),
    request: v.strictObject({
      patterns: v.array(v.string()),
      patienceMs: v.number(),
      wantsNodes: v.boolean(),
    }),
    network,
  }),
  v.strictObject({
    ...spoken,
    verb: v.literal("change"),
    change: namedChangeSchema,
  }),
  v.strictObject({ ...spoken, verb: v.literal("follow"), network }),
  holdQuestion,
]);
/** Whoever asks an agent to end, of whatever release, is meant. */
const stopSchema = v.object({
  verb: v.literal("stop"),
  /** What becomes of the sessions that it holds: they go on elsewhere, unless their end is asked for. */
  sessions: v.optional(v.fallback(v.picklist(["keep", "end"]), "keep"), "keep"),
});
type Stop = Readonly<v.InferOutput<typeof stopSchema>>;

/** What the agent of `unlock` is asked about the vault. */
export type AgentQuestion = Readonly<v.InferOutput<typeof questionSchema>>;
/** But for the one that stays connected (agent-session-messages.ts). */
export type VaultQuestion = Exclude<AgentQuestion, { verb: "hold" }>;
/** The same before it is sent: the sender says the protocol. */
export type AgentRequest = Unspoken<AgentQuestion> | Stop;
type Unspoken<T> = T extends unknown ? Omit<T, "protocol"> : never;

/** `stranger`: of another release, or nothing of ours at all. */
export function readAgentRequest(
  value: unknown,
): AgentQuestion | Stop | "stranger" {
  const stop = v.safeParse(stopSchema, value);
  if (stop.success) return stop.output;
  const parsed = v.safeParse(questionSchema, value);
  return parsed.success ? parsed.output : "stranger";
}

const errorSchema = v.looseObject(problemFields(errorCodes));
const replySchema = v.variant("ok", [
  v.object({ ...spoken, ok: v.literal(true), value: v.unknown() }),
  v.object({
    ...spoken,
    ok: v.literal(false),
    error: errorSchema,
    isFinal: v.boolean(),
  }),
]);

export type AgentReply =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly error: VaultError;
      /** The vault was read and this is its answer; else whoever asks has to open it. */
      readonly isFinal: boolean;
    };

/** Null for the answer of another release. */
export function readAgentReply(value: unknown): AgentReply | null {
  return checked(replySchema, value) as AgentReply | null;
}

/** What the agent says while it pings: the arguments of one of the watcher's functions. */
export type PingNews = {
  readonly [Name in "onStage" | "onHealth"]: {
    readonly to: Name;
    readonly news: Parameters<NonNullable<PingWatch[Name]>>;
  };
}["onStage" | "onHealth"];

const newsSchema = v.variant("to", [
  v.object({
    to: v.literal("onStage"),
    news: v.tuple([v.string(), v.string(), name, v.string()]),
  }),
  v.object({
    to: v.literal("onHealth"),
    news: v.tuple([v.string(), v.looseObject({ endpoint: v.string() })]),
  }),
]);

export function readPingNews(value: unknown): PingNews | null {
  return checked(newsSchema, value) as PingNews | null;
}

const viewSchema = v.looseObject({
  name: v.string(),
  current: v.boolean(),
  kind: v.string(),
  endpoints: v.array(v.string()),
  nodes: v.array(v.string()),
  roles: v.array(v.string()),
  labels: v.record(v.string(), v.string()),
  production: v.boolean(),
  looksLike: v.array(v.string()),
  session: v.looseObject({}),
});

export function readViews(value: unknown): readonly ContextView[] | null {
  return checked(v.array(viewSchema), value) as readonly ContextView[] | null;
}

export function readDetails(value: unknown): ContextDetails | null {
  const schema = v.intersect([
    viewSchema,
    v.looseObject({
      importedAt: v.string(),
      unknownKeys: v.array(v.string()),
      findings: v.array(v.looseObject({})),
    }),
  ]);
  return checked(schema, value) as ContextDetails | null;
}

export function readInspection(value: unknown): ContextInspection | null {
  const schema = v.looseObject({ name: v.string(), likeTalosctl: v.string() });
  return checked(schema, value) as ContextInspection | null;
}

export function readJudgedSessions(
  value: unknown,
): readonly JudgedSession[] | null {
  const one = v.looseObject({
    context: v.string(),
    error: v.nullable(errorSchema),
  });
  return checked(v.array(one), value) as readonly JudgedSession[] | null;
}

type EndpointHealth = Parameters<NonNullable<PingWatch["onHealth"]>>[1];
type HealthEntries = readonly (readonly [string, readonly EndpointHealth[]])[];

export function readHealthEntries(value: unknown): HealthEntries | null {
  const entry = v.tuple([v.string(), v.array(v.looseObject({}))]);
  return checked(v.array(entry), value) as HealthEntries | null;
}

/**
 * A value whose outline fits. That the rest is of the type follows from the protocol number: it changes with every type
 * that goes through the socket.
 */
const checked = (schema: v.GenericSchema, value: unknown): unknown =>
  v.is(schema, value) ? value : null;

type SessionRequestJson = v.InferOutput<typeof requestSchema>;
type SignerJson = v.InferOutput<typeof signerSchema>;

/**
 * A request for the agent's socket, which is private to the user: an authority's passphrase, or an authority that is
 * used once, is in clear.
 */
export function requestToJson(request: SessionRequest): SessionRequestJson {
  const { wants } = request;
  if (wants.kind === "stored")
    return { ...request, wants: { kind: wants.kind } };
  const given = wants.by ? { by: signerToJson(wants.by) } : {};
  const named =
    wants.kind === "roles"
      ? { kind: wants.kind, roles: [...wants.roles] }
      : { kind: wants.kind };
  return { ...request, wants: { ...named, ...given } };
}

export function requestFromJson(json: SessionRequestJson): SessionRequest {
  const { wants } = json;
  if (wants.kind === "stored") return { ...json, wants };
  const { by, ...rest } = wants;
  const given = by ? { by: signerFromJson(by) } : {};
  return { ...json, wants: { ...rest, ...given } };
}

function signerToJson(by: Signer): SignerJson {
  if (by.kind === "passphrase")
    return { kind: by.kind, passphrase: by.passphrase.reveal() };
  const { crt, key } = by.authority;
  return { kind: by.kind, authority: { crt, key: key.reveal() } };
}

function signerFromJson(by: SignerJson): Signer {
  if (by.kind === "passphrase")
    return { kind: by.kind, passphrase: new Secret(by.passphrase) };
  const { crt, key } = by.authority;
  return { kind: by.kind, authority: { crt, key: new Secret(key) } };
}

/** A session's credential for the agent's socket, its secrets in clear. */
export function credentialToJson(given: SessionCredential): unknown {
  const { config, notAfter } = given;
  return {
    ...given,
    config: contextCodec.write(config),
    notAfter: notAfter?.toISOString() ?? null,
  };
}

const credentialSchema = v.looseObject({
  name: v.string(),
  config: v.unknown(),
  roles: v.array(v.string()),
  notAfter: v.nullable(momentSchema),
  production: v.boolean(),
  guard: v.exactOptional(guardRulesSchema),
  credential: v.picklist(["stored", "derived"]),
  ttlSeconds: v.number(),
  reason: v.exactOptional(v.string()),
  warnings: v.array(warningSchema),
});

/** Null when the value is no credential of a session. */
export function credentialFromJson(value: unknown): SessionCredential | null {
  const parsed = v.safeParse(credentialSchema, value);
  const config = parsed.success
    ? decode(contextCodec, parsed.output.config)
    : null;
  if (!parsed.success || config === null) return null;
  const { notAfter } = parsed.output;
  return {
    ...parsed.output,
    config,
    notAfter: notAfter === null ? null : new Date(notAfter),
  };
}
