import { expect, test } from "vitest";
import {
  windowActions,
  windowActionsOfError,
} from "../../renderer/features/actions/window-actions.ts";
import { nextStep } from "../../cli/output/action-commands.ts";
import { actions } from "../../shared/core/problem.ts";
import { rotationWords } from "../../shared/core/diagnosis/rotation-verdict-text.ts";
import { verdictWords } from "../../shared/core/diagnosis/verdict-text.ts";
import { revocation } from "../../shared/core/ledger/revocation.ts";

test("a window has a button for each thing that it can do, once", () => {
  expect(windowActions(["rotation", "endpoints", "nodes"])).toEqual([
    "rotation",
    "addresses",
  ]);
  // One button for one job: whoever makes it, and the life, are chosen in its dialog.
  expect(windowActions(["issue", "renew"])).toEqual(["renew"]);
  expect(windowActions(["shorten", "renew", "rotation"])).toEqual(["shorten", "rotation"]); // prettier-ignore
  expect(windowActions(["issue"])).toEqual(["issue"]);
  expect(windowActions(["ping", "untested", "show"])).toEqual([]);
});

test("what has no button is a field of the dialog that asked, or on the screen already", () => {
  const without = actions.filter(
    (action) => windowActionsOfError([action], "prod", true).length === 0,
  );
  expect(without).toEqual([
    "end-sessions",
    "init",
    "unlock",
    "keep-sops-key",
    "try-passphrase",
    "untested",
    "own-key",
    "confirm",
    "force",
    "custom-roles",
    "reader",
    "authority-file",
    "authority-passphrase",
    "other-authority",
    "no-keychain",
    "with-recovery-key",
    "new-passphrase",
    "passphrase-fd",
    "on-conflict",
    "to-recipients",
    "import-earlier",
    "replace",
  ]);
});

test("the command line has its command, with the name of the context", () => {
  const about = { context: "prod" };
  expect(
    nextStep({ next: "Make a new one.", actions: ["renew", "issue"], about }),
  ).toBe(
    "Make a new one. Run: talos-vault renew prod; or: talos-vault issue prod --authority secrets.yaml",
  );
  expect(nextStep({ next: "Check the VPN.", actions: [] })).toBe(
    "Check the VPN.",
  );
  expect(nextStep({ next: "", actions: ["show"] })).toBe(
    "talos-vault show CONTEXT",
  );
});

test("no sentence that both shells show names a command of one", () => {
  const subject = {
    endpoint: "10.0.0.1",
    dials: "10.0.0.1:50000",
    proxy: "socks5://10.0.0.9:1080",
    roles: "os:reader",
    words: "refused",
    issuer: "CN=other",
    notBefore: "2026-11-24 19:52 UTC",
    notAfter: "2027-11-24 19:52 UTC",
  };
  const sentences = [
    ...Object.values(verdictWords).flatMap((words) =>
      words(subject).slice(0, 2),
    ),
    ...Object.values(rotationWords).flatMap(({ summary, next }) => [
      summary,
      next,
    ]),
    ...revocation.steps.map(({ text }) => text),
  ];
  for (const sentence of sentences)
    expect(sentence).not.toMatch(/talos-vault|CONTEXT/);
});
