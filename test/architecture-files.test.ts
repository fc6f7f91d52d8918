import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const sources = globSync(
  "{build,cli,electron,renderer,shared,test}/**/*.{ts,tsx}",
  {
    cwd: root,
    exclude: (path) => /(?:^|\/)(?:generated|node_modules)$/.test(path),
  },
)
  .map((file) => file.replaceAll("\\", "/"))
  .toSorted();
const textOf = new Map(
  sources.map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

/** A file below it is half of another one, unless something says why it stands alone. */
const fewestLines = 15;
/** As many that import it: what they share lies where none of them has to be loaded for it. */
const enoughImporters = 3;

/** What is small by its nature. */
const small: readonly RegExp[] = [
  // The face of a feature: what others may import of it.
  /^renderer\/features\/.*\/index\.ts$/,
  // A port is as large as what we need of the outside.
  /^shared\/core\/ports\//,
  /\.d\.ts$/,
  // A test is as large as what it tests.
  /\.test\.tsx?$/,
];

/** The others, each with its reason. */
const reasons: Readonly<Record<string, string>> = {
  "shared/node/gateway/flow-control.ts":
    "one number for both sides of a gateway, which do not import each other",
  "shared/node/system/processes/process-namespace.ts":
    "the command line that waits loads nothing that it does not call",
  "shared/node/system/runtimes/own-runtime.ts":
    "what each of the two runtimes imports cannot import them",
  "cli/spawn-verb.ts":
    "two verbs lead through others; nobody else may load child_process for it",
  "electron/desktop/stderr.ts": "the one door to stderr (decision 37)",
  "shared/contract/attempts.ts": "each area of the contract is a file",
  "test/doubles/examiner-here.ts":
    "fuzzing takes it without the host's doubles",
};

function importersOf(file: string): number {
  const name = file.split("/").at(-1) ?? "";
  const importing = new RegExp(`(?:from|import\\()\\s*"[^"]*/${name}"`);
  return sources.filter((one) => importing.test(textOf.get(one) ?? "")).length;
}

describe("files", () => {
  test(`none has less than ${String(fewestLines)} lines without a reason`, () => {
    const found = sources.filter(
      (file) =>
        (textOf.get(file) ?? "").split("\n").length - 1 < fewestLines &&
        !small.some((pattern) => pattern.test(file)) &&
        importersOf(file) < enoughImporters,
    );
    expect(found).toEqual(Object.keys(reasons).toSorted());
  });
});

/**
 * Where a test lets time pass, and why no event says when to go on. A wait in a loop that asks whether something is so is
 * a wait for that, as is `while [ ! -e FILE ]` in a shell.
 */
const waits: Readonly<Record<string, string>> = {
  "test/bench/favourite-process.ts":
    "the file system's stamps have to be old enough to be believed",
  "test/bench/gateway.ts": "measures what followers cost in a time",
  "test/bench/window-memory.ts": "measures what is left after a time",
  "test/bench/window.ts": "measures what happens in a time",
  "test/cli/issuing/issue.test.ts":
    "a certificate has to end, by the clock of OpenSSL",
  "test/cli/renewal/renew.test.ts": "kills at moments that nothing announces",
  "test/doubles/keepassxc.ts": "a loop that asks the bus",
  "test/doubles/keyring.ts": "a loop that asks the bus",
  "test/doubles/plain-servers.ts":
    "a connection that is kept waiting says nothing",
  "test/doubles/slow-relay.ts": "it is what makes a link slow",
  "test/e2e/electron-app.ts": "the patience with a start, not a wait",
  "test/e2e/look-at.ts": "the patience with what moves on a page, not a wait",
  "test/fuzz/run-slice.ts": "a loop that watches another thread's progress",
  "test/fuzz/targets/browser.ts": "the patience with an answer, not a wait",
  "test/fuzz/targets/gateway.ts":
    "a node that leaves an answer open is not waited for",
  "test/shared/host/clusters/rotation.test.ts":
    "OpenSSL begins a CA at the present second, and two must differ",
  "test/shared/node/agent/control-socket.test.ts":
    "what is measured is silence",
  "test/shared/node/sessions/kill.test.ts":
    "kills at moments that nothing announces",
  "test/shared/node/sessions/model.test.ts": "sessions end at their time",
};

test("no test waits for time where it could wait for what happens", () => {
  const waiting =
    /(?<!useFakeTimers\(\{ toFake: \[")\bsetTimeout\(|from "node:timers\/promises"/;
  const found = sources.filter(
    (file) =>
      file.startsWith("test/") &&
      file !== "test/architecture-files.test.ts" &&
      waiting.test(textOf.get(file) ?? ""),
  );
  expect(found).toEqual(Object.keys(waits).toSorted());
});

/** The first file to open of each noun on each floor: what the folder is for, and what has to stay. */
const mainFiles: readonly string[] = [
  "shared/core/agent/messages.ts",
  "shared/core/audit/event.ts",
  "shared/core/authorities/read-authority.ts",
  "shared/core/certificates/examine-context.ts",
  "shared/core/consent/question.ts",
  "shared/core/diagnosis/diagnose.ts",
  "shared/core/gateway/guard/decide-call.ts",
  "shared/core/handover/signed-text.ts",
  "shared/core/imports/classify-file.ts",
  "shared/core/ledger/entry.ts",
  "shared/core/pki/certificate.ts",
  "shared/core/policy/decide.ts",
  "shared/core/roles/methods.ts",
  "shared/core/schemas/moment.ts",
  "shared/core/sessions/lease.ts",
  "shared/core/settings/settings.ts",
  "shared/core/stores/address.ts",
  "shared/core/talosconfig/parse.ts",
  "shared/core/text/printable.ts",
  "shared/core/trust/cluster-trust.ts",
  "shared/core/vault/document.ts",
  "shared/core/usecases/agent/agent-vault.ts",
  "shared/core/usecases/audit/keep-sealed.ts",
  "shared/core/usecases/authorities/store-authority.ts",
  "shared/core/usecases/clusters/reissue-cluster.ts",
  "shared/core/usecases/consent/ask-and-record.ts",
  "shared/core/usecases/contexts/resolve-context-name.ts",
  "shared/core/usecases/findings/list-findings.ts",
  "shared/core/usecases/handover/give-access.ts",
  "shared/core/usecases/health/ping-vault.ts",
  "shared/core/usecases/imports/apply-import.ts",
  "shared/core/usecases/issuing/issue-and-keep.ts",
  "shared/core/usecases/ledger/record-changes.ts",
  "shared/core/usecases/renewal/renew-context.ts",
  "shared/core/usecases/sessions/credential-for-session.ts",
  "shared/core/usecases/stores/open-sops-file.ts",
  "shared/core/usecases/vault/commit.ts",
  "shared/node/agent/agent-socket.ts",
  "shared/node/clusters/generate-config.ts",
  "shared/node/audit/audit-log.ts",
  "cli/commands/audit/audit.ts",
  "shared/node/consent/question-folder.ts",
  "shared/node/files/atomic-file.ts",
  "shared/node/gateway/gateway-server.ts",
  "shared/node/health/health-file.ts",
  "shared/node/ledger/ledger-file.ts",
  "shared/node/parsing/parser-thread.ts",
  "shared/node/sessions/session-holder.ts",
  "shared/node/stores/age-keys.ts",
  "shared/node/system/programs/spawn-detached.ts",
  "shared/node/talos-api/talos-api.ts",
  "shared/node/vault/disk-vault-folder.ts",
  "shared/host/page/redact.ts",
  "shared/host/tasks/scheduler.ts",
  "shared/host/audit/audit-handlers.ts",
  "shared/host/imports/import-handlers.ts",
  "shared/host/stores/store-handlers.ts",
  "shared/host/sessions/session-handlers.ts",
  "shared/host/consent/consent-handlers.ts",
  "shared/host/contexts/context-handlers.ts",
  "shared/host/issuing/issuing-handlers.ts",
  "shared/host/handover/handover-handlers.ts",
  "shared/host/authorities/authority-handlers.ts",
  "shared/host/renewal/renewal-handlers.ts",
  "shared/host/health/health-handlers.ts",
  "shared/host/ledger/ledger-handlers.ts",
  "shared/host/clusters/rotation-handlers.ts",
  "shared/host/vault/vault-handlers.ts",
  "cli/commands/authorities/authority.ts",
  "cli/commands/clusters/cluster.ts",
  "cli/commands/consent/approvals.ts",
  "cli/commands/contexts/list.ts",
  "cli/commands/findings/findings.ts",
  "cli/commands/handover/handover.ts",
  "cli/commands/health/ping.ts",
  "cli/commands/help/start.ts",
  "cli/commands/web-ui/ui.ts",
  "cli/commands/imports/import.ts",
  "cli/commands/issuing/issue.ts",
  "cli/commands/ledger/ledger.ts",
  "cli/commands/renewal/renew.ts",
  "cli/commands/roles/can-i.ts",
  "cli/commands/sessions/exec/exec.ts",
  "cli/commands/stores/push.ts",
  "cli/commands/vault/unlock.ts",
  "renderer/features/actions/action-provider.tsx",
  "renderer/features/audit/activity-page.tsx",
  "renderer/features/authorities/authorities-page.tsx",
  "renderer/features/clusters/rotation/rotation-dialog.tsx",
  "renderer/features/consent/approval-sheet.tsx",
  "renderer/features/contexts/contexts-page.tsx",
  "renderer/features/fields/type-name-to-confirm.tsx",
  "renderer/features/findings/findings-page.tsx",
  "renderer/features/handover/give-dialog.tsx",
  "renderer/features/health/health-section.tsx",
  "renderer/features/help/help-provider.tsx",
  "renderer/features/imports/import-page.tsx",
  "renderer/features/stores/address-field.tsx",
  "renderer/features/issuing/issue-dialog.tsx",
  "renderer/features/ledger/credentials.tsx",
  "renderer/features/names/context-name.tsx",
  "renderer/features/palette/palette.tsx",
  "renderer/features/renewal/renew-dialog.tsx",
  "renderer/features/roles/roles-page.tsx",
  "renderer/features/rows/rows.tsx",
  "renderer/features/sessions/sessions-page.tsx",
  "renderer/features/settings/settings-page.tsx",
  "renderer/features/shell/shell.tsx",
  "renderer/features/times/moment.tsx",
  "renderer/features/vault/recovery/recovery-page.tsx",
];

/** The folder of a noun on its floor; null for what is in none. */
function roomOf(file: string): string | null {
  return (
    /^(?:shared\/core\/usecases|shared\/(?:core|node|host)|cli\/commands|renderer\/features)\/[a-z-]+(?=\/)/.exec(
      file,
    )?.[0] ?? null
  );
}

describe("the main file of a noun", () => {
  test.each(mainFiles)(
    "%s says what its folder is for and what must stay",
    (file) => {
      expect(textOf.get(file)).toMatch(
        /^\/\/ (?!Keep: ).{20,}\n(?:\/\/ (?!Keep: ).*\n)*\/\/ Keep: .{20,}\n/,
      );
    },
  );

  test("is known for every folder of theirs", () => {
    const isRoom = (room: string | null): room is string => room !== null;
    const rooms = new Set(sources.map(roomOf).filter(isRoom));
    // Interfaces alone: each is its own door.
    rooms.delete("shared/core/ports");
    const known = mainFiles.map(roomOf).filter(isRoom);
    expect(known.toSorted()).toEqual([...rooms].toSorted());
  });
});
