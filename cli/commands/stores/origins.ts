import type { Command } from "commander";
import {
  earlierCredentialText,
  type EarlierCredential,
} from "../../../shared/core/earlier-credential.ts";
import { momentText } from "../../../shared/core/moment-text.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  compareOrigins,
  type ComparedOrigin,
} from "../../../shared/core/usecases/stores/compare-origins.ts";
import { earlierThere } from "../../../shared/core/usecases/stores/judge-pull.ts";
import type {
  Origin,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import { finish, type Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { openOrigin } from "../../ports/stores/open-store.ts";
import { table } from "../../output/table.ts";
import { askWhetherMoved } from "../../questions/ask-whether-moved.ts";
import { keepSeenOrSay } from "./keep-seen.ts";
import { noOrigins } from "./pull.ts";

interface Options {
  readonly check?: true;
  readonly json?: true;
}

export function configureOrigins(command: Command, cli: Cli): void {
  command
    .option("--check", "ask the stores whether there is something newer")
    .option("--json", "print JSON")
    .action((options: Options) => finish(cli, origins(cli, options)));
}

async function origins(
  cli: Cli,
  { check, json }: Options,
): Promise<Result<void>> {
  const { terminal } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const names = [...document.value.contexts.keys()];
  const known = names.flatMap((context) => {
    const origin = document.value.contexts.get(context)?.metadata.origin;
    return origin ? [{ context, origin }] : [];
  });
  const asked = check
    ? await compareOrigins(
        document.value,
        names,
        openOrigin(cli, askWhetherMoved(cli)),
      )
    : null;
  const compared = asked
    ? await withEarlier(cli, document.value, asked)
    : known.map((one) => ({ ...one, ...notAsked }));
  if (json) terminal.json({ origins: compared.map(asJson) });
  else if (known.length === 0) terminal.say(noOrigins);
  else
    terminal.outLines(
      table(
        terminal,
        [
          "CONTEXT",
          "ADDRESS",
          "VERSION",
          "PULLED",
          ...(check ? ["STATE"] : []),
        ],
        compared.map((one) => row(one, check ?? false)),
      ),
    );
  if (!json) sayMore(cli, compared);
  if (asked) await keepSeenOrSay(cli, document.value, asked);
  return success(undefined);
}

const notAsked = { state: null, remote: null, error: null, earlier: null };

/** A ledger that cannot be read knows of none. */
async function withEarlier(
  { ports }: Cli,
  document: VaultDocument,
  compared: readonly ComparedOrigin[],
): Promise<readonly Row[]> {
  const ledger = await ports.ledger.read();
  return compared.map((one) => ({
    ...one,
    earlier: ledger.ok ? earlierThere(document, ledger.value, one) : null,
  }));
}

/** What a table has no room for. */
function sayMore({ terminal }: Cli, rows: readonly Row[]): void {
  for (const { context, origin, error, earlier } of rows) {
    if (error) terminal.say(`${context}: ${error.message} ${error.next}`);
    if (earlier)
      terminal.say(
        `${context}: what ${origin.address} has is ${earlierCredentialText(earlier)}.`,
      );
  }
}

type Row = Pick<ComparedOrigin, "context" | "origin" | "remote" | "error"> & {
  readonly state: ComparedOrigin["state"] | null;
  /** What its store has is a credential that it had here before. */
  readonly earlier: EarlierCredential | null;
};

function row({ context, origin, state, remote }: Row, isChecked: boolean) {
  const newer = remote?.place.version ?? "";
  const more =
    newer !== "" && newer !== origin.version ? ` (${newer} is there)` : "";
  return [
    context,
    origin.address,
    `${origin.version || "-"}${more}`,
    momentText(origin.pulledAt),
    ...(isChecked ? [state ?? "-"] : []),
  ];
}

function asJson({ context, origin, state, remote, error, earlier }: Row) {
  return {
    context,
    address: origin.address,
    kind: origin.address.split(":")[0],
    server: textOrNull(origin.server),
    namespace: textOrNull(origin.namespace ?? ""),
    version: textOrNull(origin.version),
    sha256: origin.sha256,
    pulledAt: origin.pulledAt.toISOString(),
    state,
    remoteVersion: textOrNull(remote?.place.version ?? ""),
    earlierCredentialOf: earlier,
    next: error ? error.next : nextOf(context, origin, state),
  };
}

function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}

/** The command that brings both together; null where none is needed. */
function nextOf(
  context: string,
  { address }: Origin,
  state: Row["state"],
): string | null {
  if (state === "ahead") return `talos-vault push ${context} ${address}`;
  return state === "behind" || state === "diverged"
    ? `talos-vault pull ${context}`
    : null;
}
