import { expect, test } from "vitest";
import { ofFile } from "../../../cli/commands/handover/handover-file.ts";
import { nextStep } from "../../../cli/output/action-commands.ts";
import { fileCommand } from "../../../cli/output/file-commands.ts";
import { otherFileProblem } from "../../../shared/core/imports/file-kinds/other-file-text.ts";
import { whyNoBackup } from "../../../shared/core/imports/why-no-backup.ts";
import { failure } from "../../../shared/core/result.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { noKey } from "../../../shared/core/usecases/stores/open-sops-file.ts";
import { openVault } from "../../../shared/core/usecases/vault/open.ts";
import { MemoryVault } from "../../doubles/memory-vault.ts";

test("where no vault ever was no generation is named that could be put back", async () => {
  const opened = await openVault(new MemoryVault(1).ports())();
  expect(opened.ok ? "" : nextStep(opened.error)).toBe(
    "Make one, or put a backup in place. Run: talos-vault init; or: talos-vault restore FILE",
  );
});

test("a file of SOPS that no key at hand opens leads to where one could be", () => {
  const file = { kind: "encrypted", by: "sops", holds: "unknown" } as const;
  for (const error of [
    otherFileProblem("s.yaml", file, "talosconfig"),
    noKey("s.yaml"),
  ])
    expect(nextStep(error)).toMatch(
      /SOPS_AGE_KEY_FILE=FILE.* Run: talos-vault sops-key import NAME KEYFILE$/,
    );
});

test("what is wrong with a text of a hand-over is said with its file", () => {
  const wrong = failure(vaultError("handover-invalid", "It is cut.", "Again."));
  expect(ofFile("ada.answer", wrong)).toMatchObject({
    error: { message: "ada.answer: It is cut." },
  });
  const other = failure(vaultError("declined", "No.", "Yes."));
  expect(ofFile("ada.answer", other)).toBe(other);
});

test("an answer that is given as a backup leads to the verb that takes it", () => {
  const label = "TALOS VAULT ACCESS ANSWER";
  const text = `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
  const error = whyNoBackup(new TextEncoder().encode(text), "ada.answer");
  expect(error).toMatchObject({
    message:
      "ada.answer is a text of a hand-over, and not a backup of a vault.",
  });
  expect(error?.found && fileCommand(error.found)).toBe(
    "talos-vault handover accept ada.answer",
  );
});
