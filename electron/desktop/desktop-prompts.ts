import { once } from "node:events";
import { homedir } from "node:os";
import { join } from "node:path";
import { vaultError } from "../../shared/core/errors.ts";
import type {
  PassphrasePurpose,
  UserPrompts,
} from "../../shared/core/ports/user-prompts.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import { diskFiles } from "../../shared/node/files/disk-files.ts";
import type { SecretQuestion } from "../../shared/node/system/prompts/secret-question.ts";
import { spawnWithoutDescriptors } from "../../shared/node/system/programs/spawn-without-descriptors.ts";
import { askSystem } from "../../shared/node/system/prompts/system-prompt.ts";
import type { MainWindow } from "./main-window.ts";
import {
  askForFile,
  askForTarget,
  askWithButtons,
  tellProblem,
} from "./native-text.ts";

const questions: Readonly<Record<PassphrasePurpose, SecretQuestion>> = {
  open: { text: "Passphrase of the vault", isNew: false },
  new: {
    text: "A new passphrase for the vault, 12 characters or more",
    isNew: true,
  },
  authority: { text: "Passphrase of the authority", isNew: false },
  "new-authority": {
    text: "A passphrase for this authority alone, 12 characters or more",
    isNew: true,
  },
  identity: { text: "Passphrase of your private key", isNew: false },
};

/** The person at the desktop: secrets go through the system's own dialogs, never through a page of ours. */
export function desktopPrompts(window: MainWindow): UserPrompts {
  return {
    askPassphrase: (purpose, refusal) =>
      window.protect(() =>
        askSystem({
          ...questions[purpose],
          ...(refusal ? { refusal: refusal.message } : {}),
        }),
      ),
    askRecoveryKey: () =>
      window.protect(() =>
        askSystem({
          text: "Recovery key of the vault (AGE-SECRET-KEY-1…)",
          isNew: false,
        }),
      ),
    showRecoveryKey: (recoveryKey) =>
      window.protect(() => showRecoveryKey(window, recoveryKey)),
    agreeToServer: async (server, moved) => {
      const { response } = await askWithButtons(parentOf(window), {
        type: "question",
        title: moved ? "A place is on another server" : "A server of Vault",
        message: moved
          ? `Has ${moved.address} moved to ${server}?`
          : `Show your login to ${server}?`,
        detail: moved
          ? `It was on ${moved.server}. Your login goes to the other one then, and what is there may be taken: agree where you know that it has moved.`
          : "What vault login left, or VAULT_TOKEN, goes to that server. Whoever runs it could use it: agree where you know it.",
        buttons: ["Ask that server", "Cancel"],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      return response === 0;
    },
    // What the page says does not count: the person says it here.
    chooseFile: async (title) => {
      const [path = null] = await chooseFiles(window, title);
      return path;
    },
    chooseFiles: (title) => chooseFiles(window, title, "multiSelections"),
    chooseTarget: async (title, suggestedName) => {
      const path = await chooseTarget(window, title, suggestedName);
      return path === null ? null : { path, isReplacing: true };
    },
  };
}

function parentOf({ browserWindow }: MainWindow) {
  if (!browserWindow) throw new Error("a dialog needs its window");
  return browserWindow;
}

async function chooseFiles(
  window: MainWindow,
  title: string,
  ...more: readonly "multiSelections"[]
): Promise<readonly string[]> {
  const { filePaths } = await askForFile(parentOf(window), {
    title,
    defaultPath: homedir(),
    properties: ["openFile", "showHiddenFiles", "dontAddToRecent", ...more],
  });
  return filePaths;
}

async function chooseTarget(
  window: MainWindow,
  title: string,
  suggestedName: string,
): Promise<string | null> {
  const { filePath } = await askForTarget(parentOf(window), {
    title,
    defaultPath: join(homedir(), suggestedName),
    properties: ["showOverwriteConfirmation", "dontAddToRecent"],
  });
  return filePath || null;
}

const buttons = ["I have stored it", "Save to a file…", "Print…", "Cancel"];
const cancel = 3;

async function showRecoveryKey(
  window: MainWindow,
  recoveryKey: Secret,
): Promise<Result<void>> {
  for (;;) {
    const { response } = await askWithButtons(parentOf(window), {
      type: "warning",
      title: "Recovery key",
      message: recoveryKey.reveal(),
      detail:
        "This is the recovery key of your vault. It is shown once and stored nowhere. Print it, or save it to a place that is not this machine: without it a lost keychain means a lost vault.",
      buttons,
      defaultId: 2,
      cancelId: cancel,
      noLink: true,
    });
    if (response === 0) return success(undefined);
    if (response === cancel) return failure(notKept());
    const problem =
      response === 1
        ? await save(window, recoveryKey)
        : await print(recoveryKey);
    if (problem !== null) tellProblem("The recovery key was not kept", problem);
  }
}

/** Null when it was done, or not wanted any more. */
async function save(
  window: MainWindow,
  recoveryKey: Secret,
): Promise<string | null> {
  const name = "talos-vault-recovery-key.txt";
  const path = await chooseTarget(window, "Save the recovery key", name);
  if (path === null) return null;
  const bytes = new TextEncoder().encode(paper(recoveryKey));
  const written = await diskFiles.writePrivate(path, bytes, true);
  return written.ok ? null : written.error.message;
}

/** Through the system's printing, on its standard input. */
async function print(recoveryKey: Secret): Promise<string | null> {
  const [program = "", ...args] =
    process.platform === "win32"
      ? ["powershell", "-NoProfile", "-Command", "$input | Out-Printer"]
      : ["lp", "-t", "Talos Vault recovery key"];
  const printer = spawnWithoutDescriptors(program, args, {
    stdio: ["pipe", "ignore", "ignore"],
  });
  printer.stdin.on("error", () => undefined);
  printer.stdin.end(paper(recoveryKey));
  try {
    const [code] = (await once(printer, "exit")) as [number | null];
    return code === 0 ? null : "The printer does not answer. Save it instead.";
  } catch {
    return "There is no printer here. Save it instead.";
  }
}

/** An age identity file: `age -d -i FILE` reads it as it is. */
function paper(recoveryKey: Secret): string {
  const head =
    "# Recovery key of a Talos Vault. Whoever has it and the vault's file can open it.";
  return [head, recoveryKey.reveal(), ""].join("\n");
}

function notKept() {
  return vaultError(
    "declined",
    "You did not say that the recovery key is stored, so it does not count.",
    "Nothing was changed.",
  );
}
