import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Numbers with a name of a bound that are none on what comes from outside, by why they are not. */
const noBounds: Readonly<Record<string, readonly string[]>> = {
  "a pause, an interval or a head start of our own": [
    "cli/agent/agent.ts: tickMs",
    "cli/commands/health/ping-progress.ts: drawEveryMs",
    "cli/commands/consent/approvals.ts: lookMs",
    "cli/commands/web-ui/ui.ts: idleCheckMs",
    "cli/commands/sessions/by-agent/session-by-agent-text.ts: lookMs",
    "cli/ports/waiting/waiting-files.ts: silentMs",
    "cli/ports/waiting/waiting-keychain.ts: silentMs",
    "cli/questions/passphrases.ts: silentMs",
    "cli/questions/show-recovery-key.ts: pauseMs",
    "electron/desktop/power.ts: checkEveryMs",
    "shared/host/health/background-checks.ts: everyMs",
    "shared/node/agent/stop-agent.ts: lookMs",
    "shared/node/consent/ask-by-file.ts: lookMs",
    "shared/node/files/file-lock.ts: longestPauseMs",
    "shared/node/files/lock-patience.ts: pauseMs",
    "shared/node/parsing/start-thread.ts: lookEveryMs",
    "shared/node/sessions/machine-sessions.ts: sweepEveryMs",
    "shared/node/sessions/agent-held-sessions.ts: writeDownAfterMs",
    "shared/node/sessions/session-holder.ts: listenAfterMs",
    "shared/node/sessions/session-holder.ts: longestTickMs",
    "shared/node/system/processes/process-identity.ts: pauseMs",
    "shared/node/sessions/shells/session-shell.ts: pollMs",
    "shared/core/work-in-slices.ts: sliceMs",
    "shared/node/talos-api/path/first-connection.ts: headStartMs",
    "shared/node/vault/disk-vault-watch.ts: settleMs",
  ],
  "how long we wait for a process of ours, or it for us": [
    "cli/agent/agent.ts: lastWordsMs",
    "cli/agent/agent.ts: retireWithinMs",
    "cli/agent/agent.ts: stopWithinMs",
    "cli/commands/sessions/by-agent/session-by-agent.ts: firstWordMs",
    "cli/commands/sessions/by-agent/session-by-agent.ts: lastWordMs",
    "cli/commands/sessions/by-agent/session-by-agent.ts: nodeMs",
    "cli/commands/sessions/holder-process.ts: takenWithinMs",
    "shared/node/agent/agent-changes.ts: changeMs",
    "shared/node/agent/agent-changes.ts: followMs",
    "shared/node/agent/start-agent.ts: startedMs",
    "shared/node/agent/stop-agent.ts: endMs",
    "shared/node/agent/agent-socket.ts: patienceMs",
    "shared/node/agent/stop-agent.ts: stopMs",
    "shared/node/agent/control-socket.ts: underWayMs",
    "shared/node/files/lock-queue.ts: turnMs",
    "shared/node/sessions/commands/end-session-programs.ts: graceMs",
    "shared/node/sessions/leases/end-session.ts: patienceMs",
    "shared/node/sessions/shells/terminals.ts: startedMs",
  ],
  "what is left, or kept, of our own": [
    "cli/web-ui/open-page.ts: neededMs",
    "cli/commands/web-ui/ui.ts: keepConnectionMs",
    "electron/desktop/host-ports.ts: keepConnectionMs",
    "shared/core/certificates/read-credential.ts: authoritiesKept",
    "shared/core/trust/cluster-trust.ts: comparedKept",
    "shared/core/usecases/imports/note-plaintext.ts: mostNoted",
    "shared/core/usecases/vault/commit.ts: highestGeneration",
    "shared/core/usecases/vault/commit.ts: longestLineage",
    "shared/node/files/left-over-locks.ts: leftoverMs",
    "shared/node/sessions/leases/lease-files.ts: leftoverMs",
    "shared/node/vault/settings-file.ts: leftoverMs",
  ],
  "a rule that people are told of, for what they ask": [
    "cli/ports/vault/start-agent.ts: defaultSeconds",
    "cli/commands/vault/unlock.ts: longestSeconds",
    "cli/commands/health/ping.ts: defaultSeconds",
    "cli/commands/health/ping.ts: longest",
    "electron/desktop/power.ts: anyIdleSeconds",
    "shared/core/ask-three-times.ts: mostTries",
    "shared/core/usecases/issuing/refuse-issue.ts: longestRole",
    "shared/core/usecases/vault/open.ts: mostTries",
    "shared/host/tasks/notices.ts: warnBeforeMs",
    "shared/host/vault/idle-lock.ts: warnSeconds",
    "shared/host/vault/vault-lock.ts: longestWaitSeconds",
  ],
  "how far clocks may be apart": [
    "shared/core/diagnosis/evidence.ts: clockNoiseMs",
    "shared/core/sessions/lease.ts: lateMs",
    "shared/core/usecases/sessions/derive-offline.ts: earlierSeconds",
    "shared/core/usecases/sessions/derive-online.ts: clockToleranceMs",
    "shared/node/files/left-over-locks.ts: clockSkewMs",
    "shared/node/files/own-file.ts: coarseMs",
  ],
  "the system's, a format's or a library's": [
    "cli/ports/files/file-descriptor.ts: highest",
    "shared/core/authorities/secrets-bundle.ts: lifeMs",
    "shared/core/pki/verifying/name-constraints.ts: longest",
    "shared/core/talosconfig/dial-address.ts: highestPort",
    "shared/core/talosconfig/endpoints.ts: longestName",
    "shared/core/talosconfig/yaml/scalar.ts: longestKeyBytes",
    "shared/node/agent/control-socket.ts: longestPath",
    "shared/node/files/atomic-file.ts: longestName",
  ],
  "how much of something is shown, or looked for": [
    "shared/core/consent/question.ts: longestText",
    "shared/node/consent/asking-process.ts: farthest",
    "cli/commands/imports/import-report.ts: mostListed",
    "cli/commands/imports/import-report.ts: mostRemarks",
    "cli/commands/imports/import-report.ts: mostShown",
    "cli/questions/pick-context.ts: mostShown",
    "shared/core/few-names.ts: longestName",
    "shared/core/few-names.ts: mostNamed",
    "shared/core/imports/file-kinds/terraform.ts: deepestPath",
    "shared/core/roles/command-line.ts: mostUnknownFlags",
    "shared/core/talosconfig/context-name.ts: longestSuggestion",
    "shared/core/talosconfig/yaml/yaml-node.ts: longest",
    "shared/core/text/lookalikes.ts: mostOthers",
    "shared/core/usecases/vault/generations/survey-generations.ts: mostOpened",
    "electron/desktop/native-text.ts: mostNotices",
    "shared/host/health/health-handlers.ts: mostFollowed",
    "shared/host/page/redact.ts: deepest",
    "shared/host/vault/kept-generations.ts: mostNames",
    "shared/node/parsing/threaded-examiner.ts: mostThreads",
    "shared/node/talos-api/path/network-path.ts: mostInspections",
  ],
  "a person's time": [
    "cli/questions/show-recovery-key.ts: patienceMs",
    "shared/core/consent/question.ts: patienceSeconds",
    "shared/node/consent/confirm-dialog.ts: unreadMs",
    "shared/node/consent/question-folder.ts: remembranceMs",
  ],
  "a part of a path's time": [
    "shared/node/talos-api/grpc-talos-api.ts: detailsMs",
  ],
};

/** Sizes that are written as a power of two, and bound nothing that comes from outside. */
const sizes: readonly string[] = [
  // From here on a thread, or WebAssembly, is worth its start.
  "shared/core/pki/primitives/chacha20-poly1305.ts",
  "shared/node/parsing/ask-thread.ts",
  "shared/node/parsing/parser-thread.ts",
  "shared/node/parsing/threaded-examiner.ts",
  // A chunk of age's format, and a first guess of how long a text of ours gets.
  "shared/core/vault/sealed/age/age-payload.ts",
  "shared/core/vault/write-document.ts",
  // Up to where a file is read at once, larger ones all the same.
  "shared/node/files/read-whole.ts",
  // What the other side may send before it hears that it was read.
  "shared/node/gateway/flow-control.ts",
];

const sources = globSync("{shared,cli,electron}/**/*.ts", {
  exclude: (path) => /generated|node_modules/.test(path),
})
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path !== "shared/core/limits.ts")
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

test("a number that is called a bound is a row of limits.ts, is explained by a comment, or stands here with why it is none", () => {
  const named =
    /^(.*)\n(?:export )?(?: *)const ((?:most|longest|largest|deepest|highest)(?:[A-Z]\w*)?|\w+(?:Ms|Seconds|Kept))(?:: \w+)? =\s*[\d_][\d_ *+]*;/gm;
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(named)]
      .filter(([, above = ""]) => !/\*\/$|^\s*\/\//.test(above))
      .map(([, , name = ""]) => `${path}: ${name}`),
  );
  const listed = new Set(Object.values(noBounds).flat());
  // A day is a day.
  const units = /: (?:minute|hour|day)Ms$/;
  const unsaid = found.filter((one) => !units.test(one) && !listed.has(one));
  expect(unsaid).toEqual([]);
});

test("a size in kibibytes or mebibytes is a row of limits.ts", () => {
  const size = /\b1024 \*|\* 1024\b|\* 2 \*\* [12]0|\b\d+ << [12]0/;
  const found = sources.filter(({ text }) => size.test(text));
  expect(found.map(({ path }) => path).toSorted()).toEqual(sizes.toSorted());
});
