import * as fc from "fast-check";
import {
  credentialFromJson,
  credentialToJson,
  readAgentReply,
  readAgentRequest,
  readDetails,
  readHealthEntries,
  readInspection,
  readPingNews,
  readViews,
  requestFromJson,
  requestToJson,
} from "../../../shared/core/agent/messages.ts";
import {
  readChangeOutcome,
  readFollowed,
} from "../../../shared/core/agent/changes.ts";
import {
  readHolderMessage,
  readHolderRequest,
} from "../../../shared/core/agent/holder-messages.ts";
import { protocol } from "../../../shared/core/agent/protocol.ts";
import {
  readHealth,
  writeHealth,
} from "../../../shared/core/diagnosis/stored-health.ts";
import { readLedger, writeLine } from "../../../shared/core/ledger/entry.ts";
import { readFolderOwner } from "../../../shared/core/sessions/folder-owner.ts";
import {
  readHistory,
  readPastSession,
} from "../../../shared/core/sessions/history.ts";
import {
  readLease,
  readProcess,
  writeLease,
} from "../../../shared/core/sessions/lease.ts";
import {
  defaultSettings,
  readSettings,
} from "../../../shared/core/settings/settings.ts";
import { decode } from "../../../shared/core/vault/codec.ts";
import { contextCodec } from "../../../shared/core/vault/fields/context-json.ts";
import { metadataCodec } from "../../../shared/core/vault/fields/metadata-json.ts";
import { readHolder } from "../../../shared/node/files/lock-holder.ts";
import { editJson, jsonEdits, mutatedJson } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";
import { now } from "./files.ts";

const moment = "2026-05-01T10:00:00.000Z";
const process = { pid: 4711, startTime: "123", bootId: "b" };
const id = "0123456789abcdef0123456789abcdef";
const facts = {
  id, kind: "exec", context: "prod", roles: ["os:reader"], credential: "derived", delivery: "fd", isFollowing: false, reason: "why", startedAt: moment,
  expiresAt: moment,
}; // prettier-ignore
const lease = { format: 1, ...facts, folder: `/run/${id}`, path: `/run/${id}/config`, holder: process, watched: process, state: "active" }; // prettier-ignore
const past = { id, context: "prod", roles: ["os:reader"], credential: "derived", delivery: "fd", startedAt: moment, endedAt: moment }; // prettier-ignore
const entry = {
  issuedAt: moment, context: "prod", roles: ["os:admin"], serial: "7F", fingerprint: "ab".repeat(32), authority: null, notBefore: moment, notAfter: moment,
  via: "authority", purpose: "session", recipient: id,
}; // prettier-ignore
const notes = [
  { note: "undelivered", at: moment, fingerprint: "ab".repeat(32), issuedAt: moment },
  { note: "renamed", at: moment, from: "a", to: "b" },
  { note: "restored", at: moment, of: moment },
]; // prettier-ignore
const verdict = { code: "fine", severity: "info", isFine: true, brokenAt: null, message: "s", evidence: ["e"], next: "n", actions: [] }; // prettier-ignore
const oneHealth = {
  endpoint: "10.0.0.1", node: null, dials: "10.0.0.1:50000", proxy: null, address: "10.0.0.1", protocol: "TLSv1.3", verdict, version: "v1", hostname: "h",
  latencyMs: 1, clockAheadMs: 0, took: { call: 1 }, checkedAt: moment,
}; // prettier-ignore
const health = { writtenAt: moment, contexts: { prod: [oneHealth] } };

/** One line or several, each a record or what became of it. */
const lines = (seeds: readonly unknown[]): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(mutatedJson(seeds), fc.constantFrom(...seeds.map((one) => JSON.stringify(one)))), { maxLength: 6 })
    .map((all) => all.join("\n")); // prettier-ignore

const same = (one: unknown, other: unknown) =>
  JSON.stringify(one) === JSON.stringify(other);

/** Files beside the vault, which anybody with the user's rights may have written. */
export const recordsTarget: OpenTarget = async () =>
  target({
    name: "records",
    inputs: lines([
      lease,
      past,
      entry,
      ...notes,
      health,
      defaultSettings,
      process,
    ]),
    budgetMs: 2000,
    check: (text: string) => {
      const read = readLease(text);
      if (read)
        holds(same(readLease(writeLease(read)), read), "a lease is read again");
      const history = readHistory(text);
      for (const one of history)
        holds(same(readPastSession(one), one), "a session is read again"); // prettier-ignore
      const ledger = readLedger(text);
      const { entries, renamings, unreadable } = ledger;
      const count = entries.length + renamings.length + unreadable;
      const all = text.split("\n").filter((line) => line !== "").length;
      holds(count <= all, "the ledger counts each line once");
      for (const { isUndelivered: _, ...one } of entries)
        holds(readLedger(writeLine(one)).entries.length === 1, "an entry is read again"); // prettier-ignore
      const known = readHealth(text);
      const again = readHealth(writeHealth(known.health, now));
      holds(same([...again.health], [...known.health]), "health is read again");
      const settings = readSettings(text);
      holds(
        same(Object.keys(settings).toSorted(), Object.keys(defaultSettings).toSorted()) &&
          settings.lockAfterMinutes >= 0 && settings.lockAfterMinutes <= 720,
        "settings are whole, and within their bounds",
      ); // prettier-ignore
      const owner = readProcess(text);
      holds(owner === null || owner.pid > 1, "init is nobody's process");
      readFolderOwner(text);
      readHolder(text);
      readHolderMessage(text);
    },
  });

const spoken = { protocol };
const network = { environment: { HTTPS_PROXY: "http://x" }, namespace: null };
const context = {
  endpoints: ["10.0.0.1"],
  nodes: [],
  ca: "Y2E=",
  crt: "Y3J0",
  key: "a2V5",
};
const request = {
  kind: "session",
  session: id,
  wants: {
    kind: "roles",
    roles: ["os:reader"],
    by: { kind: "authority", authority: { crt: "a", key: "b" } },
  },
  ttlSeconds: 3600,
};
const view = {
  name: "prod",
  current: true,
  kind: "mtls",
  endpoints: ["10.0.0.1"],
  nodes: [],
  roles: ["os:reader"],
  labels: { a: "b" },
  production: false,
  session: {},
};
const metadata = { importedAt: moment, labels: { a: "b" }, production: false };
const messages: readonly unknown[] = [
  { ...spoken, verb: "list" },
  { ...spoken, verb: "show", name: null },
  { ...spoken, verb: "session-credential", name: "prod", request, network },
  { ...spoken, verb: "ping", request: { patterns: ["*"], patienceMs: 1000, wantsNodes: true }, network },
  { ...spoken, verb: "change", change: { kind: "edit", name: "prod", edit: { labels: { a: null }, note: "n" } } },
  { ...spoken, verb: "change", change: { kind: "import", files: [{ path: "-", base64: "eA==", identity: null }], onConflict: "rename", use: false, dryRun: true } },
  { ...spoken, verb: "follow", network },
  { verb: "stop" },
  { ...spoken, ok: true, value: [view] },
  { ...spoken, ok: false, error: { code: "usage", severity: "error", message: "m", next: "n", actions: [] }, isFinal: true },
  { to: "onStage", news: ["a", "b", null, "c"] },
  { to: "onHealth", news: ["a", oneHealth] },
  [view], view, { ...view, importedAt: moment, unknownKeys: [], findings: [] }, { name: "a", likeTalosctl: "b" }, [["prod", [oneHealth]]],
  { name: "prod", config: context, roles: ["os:reader"], notAfter: moment, production: false, credential: "derived", ttlSeconds: 60, warnings: [] },
  { ...spoken, verb: "end" },
  { ...spoken, verb: "extend", expiresAt: moment },
  { ...spoken, verb: "repoint", context: "prod", roles: [], credential: "stored", document: "context: a" },
  { ...spoken, home: "/h", runFolder: "/r", facts, watched: process, replaces: null, loginKey: null, document: "d" },
  { current: "a", isChanged: true, warnings: [], files: [{ path: "p", contexts: [{ name: "a", as: "b" }], warnings: [{ code: "not-imported", severity: "info", message: "m", next: "", actions: [] }], leftOver: [{ kind: "x" }] }], wantsLogin: false },
  { repointed: 1, stayed: [], warnings: [] },
  context, metadata,
]; // prettier-ignore

/** What comes through the sockets of agent and holder. */
export const messagesTarget: OpenTarget = async () =>
  target({
    name: "messages",
    inputs: fc
      .tuple(fc.constantFrom(...messages), jsonEdits)
      .map(([message, changes]) => editJson(message, changes)),
    budgetMs: 2000,
    check: (value: unknown) => {
      const asked = readAgentRequest(value);
      if (typeof asked === "object" && asked.verb === "session-credential")
        holds(
          same(requestToJson(requestFromJson(asked.request)), asked.request),
          "a request for a session is the same on the other side",
        );
      readAgentReply(value);
      readPingNews(value);
      readViews(value);
      readDetails(value);
      readInspection(value);
      readHealthEntries(value);
      readChangeOutcome(value);
      readFollowed(value);
      readHolderRequest(value);
      readHolderMessage(JSON.stringify(value) ?? "");
      const given = credentialFromJson(value);
      if (given)
        holds(
          same(credentialFromJson(credentialToJson(given)), given),
          "a credential is the same on the other side",
        );
      decode(contextCodec, value);
      decode(metadataCodec, value);
    },
  });
