import type { Command } from "commander";
import { readAuthority } from "../../shared/core/authorities/read-authority.ts";
import { inspectPem } from "../../shared/core/certificates/inspect.ts";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { parseTalosconfig } from "../../shared/core/talosconfig/parse.ts";
import type { ContextInspection } from "../../shared/core/ports/vault-reader.ts";
import { inspectNamed } from "../../shared/core/usecases/inspect-named.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import { finish, type Cli } from "../cli.ts";
import { printCertificates, printContext } from "../inspection-text.ts";
import { openReader } from "../open-reader.ts";

interface Options {
  readonly json?: true;
  readonly likeTalosctl?: true;
}

export function configureInspect(command: Command, cli: Cli): void {
  command
    .argument(
      "[what]",
      "a file (talosconfig, certificate, secrets.yaml, machine config), else a context; none: the current one",
    )
    .option("--json", "print JSON")
    .option("--like-talosctl", "print what talosctl config info would")
    .action((what: string | undefined, options: Options) =>
      finish(cli, inspect(cli, what, options)),
    );
}

async function inspect(
  cli: Cli,
  what: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const isFile =
    what !== undefined && (what === "-" || (await diskFiles.exists(what)));
  if (isFile) return inspectFile(cli, what, options);
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const inspected = await reader.value.inspect(what);
  if (!inspected.ok) return inspected;
  const { name } = inspected.value;
  tellContexts(cli, [inspected.value], name, options);
  return success(undefined);
}

async function inspectFile(
  cli: Cli,
  path: string,
  options: Options,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const bytes = await diskFiles.read(path);
  if (!bytes.ok) return bytes;
  const parsed = parseTalosconfig(bytes.value);
  if (parsed.ok && parsed.value.config.contexts.size > 0) {
    const { contexts, context } = parsed.value.config;
    const now = ports.clock.now();
    const all = [...contexts].map(([name, config]) =>
      inspectNamed(name, config, now),
    );
    tellContexts(cli, all, context, options);
    return success(undefined);
  }
  if (options.likeTalosctl) return failure(noTalosconfig());
  const authority = readAuthority(bytes.value, ports.clock.now());
  const certificates = authority.ok
    ? inspectPem(new TextEncoder().encode(fromBase64(authority.value.ca)))
    : inspectPem(bytes.value);
  if (certificates.length === 0)
    return authority.ok ? failure(noTalosconfig()) : authority;
  const hasKey = authority.ok;
  if (options.json) terminal.json({ certificates, hasKey });
  else {
    printCertificates(terminal, certificates, ports.clock.now());
    if (hasKey)
      terminal.say(
        "Its private key is in the file: it can issue (talos-vault issue).",
      );
  }
  return success(undefined);
}

function tellContexts(
  { terminal, ports }: Cli,
  contexts: readonly ContextInspection[],
  current: string,
  options: Options,
): void {
  const now = ports.clock.now();
  if (options.likeTalosctl) {
    const one = contexts.find(({ name }) => name === current);
    if (one) terminal.write(one.likeTalosctl);
    return;
  }
  const inspected = contexts.map(
    ({ name, chain, authorities, acceptance }) => ({
      name,
      chain,
      authorities,
      acceptance,
    }),
  );
  if (options.json) terminal.json({ contexts: inspected });
  else for (const one of inspected) printContext(terminal, one, now);
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}

function noTalosconfig() {
  return vaultError(
    "talosconfig-invalid",
    "The file is no talosconfig.",
    "Leave --like-talosctl out.",
  );
}
