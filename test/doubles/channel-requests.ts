import type { ChannelName } from "../../shared/contract/index.ts";
import { must, type MemoryHost } from "./memory-host.ts";

export const everyCredential = {
  search: "",
  isValid: false,
  isEnding: false,
  isProduction: false,
  role: "",
  authority: "",
};

/**
 * A request for each channel that makes it do what it is there for. The host has contexts of `makeTalosconfig`, a
 * talosconfig in the clipboard and an authority in /secrets.pem.
 */
export async function channelRequests(
  memory: MemoryHost,
): Promise<Readonly<Record<ChannelName, unknown>>> {
  const { host } = memory;
  const started = must(
    await host.ask("sessions.start", {
      context: "context-1",
      ttlSeconds: 3600,
      delivery: "best",
      isFollowing: true,
    }),
  );
  const file = { path: "/secrets.pem" };
  const authority = must(await host.ask("issuing.open-authority", file));
  const kept = authority?.fingerprint ?? "";
  const rotation = must(await host.ask("rotation.open", file));
  const terms = {
    context: "context-1",
    roles: ["os:reader"],
    ttlSeconds: 3600,
    authority: { kind: "file", token: authority?.token ?? "" },
    acceptsCustomRoles: false,
    // The context trusts another CA.
    isForced: false,
    acceptsOtherAuthority: true,
  };
  const asked = must(await host.ask("handover.request", { name: "Ada" }));
  // Nobody gave anything: it is read, and refused.
  const answer = asked.text.replaceAll("REQUEST", "ANSWER");
  const opened = must(await host.ask("imports.open", { kind: "clipboard" }));
  const address = "vault:secret/talos/lab";
  const plan = async () =>
    must(
      await host.ask("stores.plan-push", {
        name: "context-1",
        address,
        isCreateOnly: false,
      }),
    );
  const put = { token: (await plan()).token, isMeant: true };
  must(await host.ask("stores.push", put));
  const compared = must(
    await host.ask("stores.compare", { name: "context-1" }),
  );
  const planned = await plan();
  const id = started.session.id;
  const token = opened?.token ?? "";
  const name = "context-1";
  const everything = {
    words: "",
    context: "",
    session: "",
    person: "",
    kinds: [],
    since: null,
    until: null,
  };
  return {
    "vault.state": {},
    "vault.create": { keychain: true, passphrase: true },
    "vault.unlock": { with: "keychain" },
    "vault.facts": {},
    "vault.diagnostics": {},
    "vault.show-folder": {},
    "vault.set-passphrase": {},
    "vault.remove-passphrase": {},
    "vault.replace-recovery-key": {},
    "vault.backup": {},
    "vault.restore": { kind: "generation", generation: "1" },
    "vault.ask-restore": { kind: "generation", generation: "1" },
    "vault.generations": { with: "keychain", isNamed: true },
    "vault.older": {},
    "approvals.list": {},
    "approvals.answer": { id: "0".repeat(32), answer: "denied" },
    "attempts.cancel": { attempt: token },
    "contexts.list": {},
    "contexts.last-used": {},
    "contexts.for-menu": {},
    "contexts.authorities": {},
    "contexts.show": { name },
    "contexts.use": { name: "context-2" },
    "contexts.rename": { from: "context-3", to: "third" },
    "contexts.duplicate": { from: name, as: "copy" },
    "contexts.edit": { name, edit: { note: "a note" } },
    "contexts.repair": { name },
    "contexts.remove": { names: ["copy"] },
    "contexts.copy": { name, what: "command" },
    "contexts.calendar": { contexts: [name], authorities: [] },
    "contexts.export": { names: [name], path: "/tmp/export" },
    "imports.found": {},
    "imports.preview": { token, choices: [] },
    "imports.apply": { token, choices: [], use: false },
    "imports.choose": {},
    "imports.open": { kind: "clipboard" },
    "imports.remove-source": { token },
    "stores.places": {},
    "stores.compare": { name },
    "stores.pull": { token: compared.token, choice: "keep" },
    "stores.plan-push": { name, address: null, isCreateOnly: false },
    "stores.push": { token: planned.token, isMeant: true },
    "imports.clear-clipboard": { token },
    "authorities.import": { path: "/secrets.pem", seal: false },
    "authorities.remove": { fingerprint: kept },
    "issuing.open-authority": { path: "/secrets.pem" },
    "issuing.preview": terms,
    "issuing.issue": { ...terms, target: { kind: "renew" } },
    "handover.request": { name: "Ada" },
    "handover.read-recipient": { text: asked.text },
    "handover.give": {
      context: name,
      text: asked.text,
      roles: ["os:reader"],
      ttlSeconds: 3600,
      to: "Ada",
      reason: "on call",
    },
    "handover.read-answer": { text: answer },
    "handover.open-sealed": { text: answer },
    "handover.accept": { text: answer, as: "given" },
    "handover.accept-sealed": { token: "0".repeat(32), as: "given" },
    "handover.list": {},
    "handover.receipt": { text: answer },
    "handover.copy": { text: asked.text },
    "handover.save": { text: asked.text, path: "/asked.request" },
    "handover.open": { kind: "path", path: "/asked.request" },
    "health.list": {},
    "health.running": { name },
    "health.check": { names: [name], wantsNodes: true },
    "renewals.plan": { name },
    "renewals.renew": {
      name,
      source: { kind: "vault" },
      ttlSeconds: 3600,
      isUntested: true,
    },
    "rotation.inspect": { name },
    "rotation.known": { name },
    "rotation.open": file,
    "rotation.reissue": {
      name,
      token: rotation?.token ?? "",
      isUntested: true,
      confirmation: name,
    },
    "rotation.finish": { name },
    "audit.page": { filter: everything, before: null },
    "audit.facts": {},
    "audit.verify": { withRecoveryKey: false, attempt: token },
    "audit.accept": { reason: "a restored backup", line: 1 },
    "audit.lost": {},
    "audit.export": { filter: everything, format: "csv", path: "/audit.csv" },
    "ledger.radius": {},
    "ledger.list": everyCredential,
    "findings.list": {},
    "sessions.list": {},
    "sessions.past": { search: "" },
    "sessions.calls": { id, after: 0 },
    "sessions.foresee": { context: "context-1", roles: [], delivery: "best" },
    "sessions.start": {
      context: name,
      ttlSeconds: 60,
      delivery: "file",
      isFollowing: false,
    },
    "sessions.open-terminal": { id },
    "sessions.command": { id },
    "sessions.extend": { id, seconds: 7200 },
    "sessions.repoint": { id, context: "context-2" },
    "sessions.end": { id },
    "sessions.end-all": {},
    "settings.read": {},
    "settings.change": { change: { theme: "dark" } },
    "contexts.removed": {},
    "contexts.put-back": {
      name: "gone",
      removedAt: "2026-01-01T00:00:00.000Z",
    },
    "contexts.forget": { name: "gone", removedAt: "2026-01-01T00:00:00.000Z" },
    "vault.set-consent": { rule: "always" },
    "vault.undoable": {},
    "vault.undo": {},
    "vault.lock": {},
    "vault.recover": {},
  };
}
