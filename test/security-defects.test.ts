import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * The defects that a review of the whole program found in what guards secrets, each with the test that was red then and
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
] as const;

test.each(defects)(
  "$defect: a test of that name is there",
  ({ file, title }) => {
    const text = readFileSync(`test/${file}`, "utf8");
    const named = [
      ...text.matchAll(/(?:test|describe)(?:\.\w+)?\(\s*"([^"]+)"/g),
    ];
    expect(named.map(([, name]) => name)).toContain(title);
  },
);
