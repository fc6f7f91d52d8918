import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * The defects that two reviews of the whole program found in what guards secrets, each with the test that was red then and
 * would be red again: a sentence of what must not come back, the file, the title there.
 */
const defects = [
  {
    defect: "an old recovery key or passphrase opened a copy that was left",
    file: "shared/core/usecases/vault/store.test.ts",
    title: "an old key opens nothing that is left",
  },
  {
    defect: "an old passphrase opened with a copy of its file",
    file: "shared/core/usecases/vault/slots.test.ts",
    title:
      "a passphrase that was replaced opens nothing, with any copy of its file",
  },
  {
    defect: "`recover` disarmed the check for an older file",
    file: "shared/core/usecases/vault/store.test.ts",
    title:
      "recover refuses an older file, as every opening does, until it is meant",
  },
  {
    defect: "a session that went on got the year-long key of an administrator",
    file: "shared/host/clusters/cluster.test.ts",
    title:
      "that runs stays as it is when more time or another context cannot be had",
  },
  {
    defect: "a role that was named was answered with the stored key",
    file: "shared/core/usecases/sessions/credential-for-session.test.ts",
    title:
      "a role that cannot be made is never answered with more, or with as much",
  },
  {
    defect: "`restore` put the key of a vault without a keychain into one",
    file: "shared/core/usecases/vault/store.test.ts",
    title:
      "a vault without a keychain stays out of it: restored, recovered, changed",
  },
  {
    defect: "closing a dialog opened a vault that had locked meanwhile",
    file: "shared/host/vault/lock-epoch.test.ts",
    title:
      "the dialog of a recovery key stays open over a sleep: the vault stays locked when it is closed",
  },
  {
    defect: "a proxy's password followed to any host that the page named",
    file: "shared/host/contexts/contexts.test.ts",
    title: "a proxy's password stays in main, and goes to no proxy but its own",
  },
  {
    defect: "a proxy's password was shown, whole or in part",
    file: "cli/contexts/verbs.test.ts",
    title: "a proxy's password is not shown, whatever stands in it",
  },
  {
    defect: "a name with control characters reached a terminal by an import",
    file: "shared/core/usecases/imports/plan-import.test.ts",
    title: "a name that cannot be used is another here",
  },
  {
    defect: "a name with control characters reached a terminal by a rename",
    file: "cli/contexts/verbs.test.ts",
    title:
      "what steers a terminal is refused in a name, and spelled out in the words beside it",
  },
  {
    defect: "a label called `constructor` vanished in the window",
    file: "shared/host/contexts/contexts.test.ts",
    title:
      "labels and contexts may have any name, those that JavaScript uses for itself too",
  },
  {
    defect: "bytes of a key crossed to the window as numbers",
    file: "shared/host/redact.test.ts",
    title:
      "bytes cross in no form: as they are, as numbers of a list, or of an object",
  },
  {
    defect: "base64 of a key crossed to the window inside other base64",
    file: "shared/host/redact.test.ts",
    title:
      "a key is taken out in every encoding, wherever it stands in what was encoded",
  },
  {
    defect: "a name's control characters became a command line",
    file: "shared/node/sessions/odd-names.test.ts",
    title:
      "no control character of a name reaches a terminal from a session: %j",
  },
  {
    defect: "a name steered a terminal, JSON or a copied command",
    file: "cli/hostile-text.test.ts",
    title: "%s: nothing of them reaches a terminal as it is",
  },
  {
    defect: "a signal opened a debugger to every user of the machine",
    file: "cli/sessions/sessions.test.ts",
    title:
      "SIGUSR1 opens no debugger in any of our programs, and reaches the command of exec",
  },
  {
    defect: "somebody else's run folder was believed",
    file: "shared/node/sessions/run-folder.test.ts",
    title:
      "a run folder that somebody else made first is not used, and nobody in it is believed",
  },
  {
    defect: "a recovery key counted before anybody saw it",
    file: "cli/vault/slots.test.ts",
    title:
      "a command that is killed while its recovery key waits in a full pipe changes nothing",
  },
  {
    defect: "slots that somebody put into a backup were installed",
    file: "shared/core/usecases/vault/store.test.ts",
    title: "slots that somebody put into a backup are not installed",
  },
  {
    defect: "a context with a CA of its own passed for an administrator",
    file: "shared/core/trust/cluster-trust.test.ts",
    title:
      "a context that brings its own CA is neither asked nor taken into a rotation",
  },
  {
    defect: "a server's answer took gigabytes",
    file: "shared/node/talos-api/edges.test.ts",
    title: "an answer of a node",
  },
  {
    defect: "a core dump held keys",
    file: "cli/sessions/core-dumps.test.ts",
    title:
      "has no key of the session that the command line held when it came by SIG%s",
  },
  {
    defect: "a variable switched verification off",
    file: "cli/health/environment.test.ts",
    title: "harmless: none adds to the CAs that a context trusts",
  },
  {
    defect: "compiled code of another user was run",
    file: "shared/node/files/code-folder.test.ts",
    title:
      "one that an older release left open is closed, and what was in it is not run",
  },
  {
    defect: "a lock of another container passed for dead",
    file: "shared/node/files/file-lock.test.ts",
    title: "of another %s counts as held for a time, and no longer",
  },
  {
    defect: "the page's own calls kept the vault open",
    file: "cli/web-ui/server.test.ts",
    title: "the page's own calls are no use of it, and what a person does is",
  },
  {
    defect: "connections without a token had no end",
    file: "cli/web-ui/server.test.ts",
    title:
      "more connections than a browser opens are closed, and the page goes on",
  },
  {
    defect: "a page named any path to be read",
    file: "shared/host/walls.test.ts",
    title:
      "%s reads nothing but what the person chose, where there are dialogs",
  },
  {
    defect: "a page had the program's own input read",
    file: "shared/host/walls.test.ts",
    title: "%s reads no pipe, no device and not the program's own input",
  },
  {
    defect: "a long file held up all other calls",
    file: "shared/node/parsing/parser-thread.test.ts",
    title: "other calls are answered before it",
  },
  {
    defect: "a large vault held up all other calls",
    file: "shared/core/work-in-slices.test.ts",
    title: "no call of a window about many contexts is one piece",
  },
  {
    defect: "a file's nodes were counted when they filled the memory",
    file: "shared/core/talosconfig/edges.test.ts",
    title: "a file is counted before it is parsed",
  },
  {
    defect: "a pipe, a link or a time in the future stopped a verb",
    file: "cli/vault/planted.test.ts",
    title: "$kind in the place of $place",
  },
  {
    defect: "a switch of Chromium took a wall away",
    file: "electron/switches.test.ts",
    title: "%s is not for an installed app",
  },
  {
    defect: "what a program asks a person steered where it is shown",
    file: "shared/core/consent/question.test.ts",
    title: "nothing that somebody else wrote steers where a question is shown",
  },
] as const;

test.each(defects)(
  "$defect: a test of that name is there",
  ({ file, title }) => {
    const text = readFileSync(`test/${file}`, "utf8");
    // A table of cases has its title in a second pair of brackets.
    const named = [...text.matchAll(/\(\s*"([^"]+)",/g)];
    expect(named.map(([, name]) => name)).toContain(title);
  },
);
