import { Option, type Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import type {
  NamedContext,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import { finishRotation } from "../../../shared/core/usecases/clusters/finish-rotation.ts";
import { inspectRotation } from "../../../shared/core/usecases/clusters/inspect-rotation.ts";
import { classifyFile } from "../../../shared/core/imports/classify-file.ts";
import { authorityFacts } from "../../../shared/core/usecases/issuing/preview-issue.ts";
import { readNewAuthority } from "../../../shared/core/usecases/clusters/new-authority.ts";
import { reissueCluster } from "../../../shared/core/usecases/clusters/reissue-cluster.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { renewalPorts } from "../issuing/renewal-ports.ts";
import { problemJson } from "../../output/published-json.ts";
import { reissuedText, stateLines } from "./rotation-text.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";

interface Options {
  readonly new?: string;
  readonly untested?: true;
  readonly finish?: true;
  readonly json?: true;
}

export function configureRotation(command: Command, cli: Cli): void {
  command
    .argument("<context>", "a context of the cluster; - is the previous one")
    .option(
      "--new <file>",
      "what the rotation left: talosctl rotate-ca's talosconfig, or the new secrets.yaml",
    )
    .option("--untested", "with --new: do not try the new credentials first")
    .addOption(
      new Option(
        "--finish",
        "trust the new CA alone, no longer the old one",
      ).conflicts(["new", "untested"]),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Rotating a cluster's CA is the only way to revoke a credential; talosctl rotate-ca does it. This goes along:
without options it says how far the rotation is. --new makes every context of the cluster hold both CAs, and
gives each that has none of the new CA a credential with the roles it has, in one write; those that could not be
made are named, and the exit code is 1. --finish lets every context trust the new CA alone; where one still has a credential of
the old CA it keeps both, and the exit code is 1.`,
    )
    .action((context: string, options: Options) => {
      if (options.untested && options.new === undefined)
        command.error("--untested goes with --new: nothing is tried without.");
      return finish(cli, rotation(cli, context, options));
    });
}

async function rotation(
  cli: Cli,
  wanted: string,
  options: Options,
): Promise<Result<number | void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  if (options.new !== undefined)
    return reissue(cli, document.value, found.value, options.new, options);
  if (options.finish)
    return finishInVault(cli, document.value, found.value, options);
  const state = await inspectRotation(cli.ports, document.value, found.value);
  if (options.json) cli.terminal.json(state);
  else
    for (const line of stateLines(found.value.name, state))
      cli.terminal.outSentence(line);
  return success(undefined);
}

async function reissue(
  cli: Cli,
  document: VaultDocument,
  found: NamedContext,
  path: string,
  { untested = false, json }: { untested?: boolean; json?: true },
): Promise<Result<number>> {
  const { terminal, ports } = cli;
  const bytes = await waitingFiles(cli).read(path);
  if (!bytes.ok) return bytes;
  const next = readNewAuthority(classifyFile(bytes.value), ports.clock.now());
  if (!next.ok) return next;
  const fingerprint = authorityFacts(next.value.ca)?.fingerprint;
  terminal.say(`The CA in the file: SHA-256 ${fingerprint ?? "unknown"}`);
  const done = await reissueCluster(await renewalPorts(cli), document, found, {
    next: next.value,
    isUntested: untested,
  });
  if (!done.ok) return done;
  const missing = done.value.filter(({ problem }) => problem !== null);
  if (json)
    terminal.json({
      contexts: done.value.map(({ problem, ...one }) => ({
        ...one,
        problem: problem && problemJson(problem),
      })),
    });
  else
    for (const one of done.value)
      terminal.outSentence(`${one.name}: ${reissuedText(one)}`);
  return success(missing.length === 0 ? exitCodes.done : exitCodes.failed);
}

async function finishInVault(
  cli: Cli,
  document: VaultDocument,
  found: NamedContext,
  { json }: Options,
): Promise<Result<number>> {
  const { terminal } = cli;
  const done = await finishRotation(await renewalPorts(cli), document, found);
  if (!done.ok) return done;
  const { finished, left } = done.value;
  if (json) terminal.json(done.value);
  else {
    for (const name of finished)
      terminal.outSentence(`${name}: trusts the new CA alone`);
    for (const name of left)
      terminal.outSentence(
        `${name}: keeps both, its credential is by the old one: renew it`,
      );
  }
  return success(left.length === 0 ? exitCodes.done : exitCodes.failed);
}
