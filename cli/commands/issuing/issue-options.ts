import { Option, type Command } from "commander";
import type { Destination } from "../../../shared/core/policy/request.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { readCertificateTtl } from "./certificate-ttl.ts";
import { parseList } from "../sessions/starting/session-options.ts";
import type { SignerOptions } from "./ask-for-issuing.ts";

export interface IssueOptions extends SignerOptions {
  readonly roles?: readonly string[];
  readonly ttl?: number;
  readonly forAutomation?: true;
  readonly as?: string;
  readonly to?: string;
  readonly customRoles?: true;
  readonly force?: true;
  readonly otherCa?: true;
  readonly confirm?: string;
  readonly reason?: string;
  readonly for?: string;
  readonly yes?: true;
}

/** The arguments and options of `issue`. */
export function addIssueOptions(command: Command): Command {
  return (
    command
      .argument(
        "<context>",
        "the context that it is for, or whose addresses it gets; - is the previous one",
      )
      .option(
        "--authority <file>",
        "secrets.yaml, a control plane's machine config, a PEM pair, or talos.crt beside talos.key; - is stdin",
      )
      .addOption(
        new Option(
          "--via <context>",
          "have a node make it, asked with this os:admin context of the same cluster",
        ).conflicts(["authority", "authorityPassphraseFd"]),
      )
      .option(
        "--roles <list>",
        "separated by commas; else those it has",
        parseList,
      )
      .option(
        "--ttl <duration>",
        "how long it is valid (default: 90d; with --to 1d)",
        readCertificateTtl,
      )
      .option("--as <name>", "make a new context instead of renewing this one")
      .option(
        "--to <file>",
        "write a talosconfig for somebody else, and store nothing; - is stdout",
      )
      .option(
        "--for-automation",
        "a short-lived talosconfig for a pipeline: os:reader for a day, unless said otherwise",
      )
      .option("--for <who>", "who gets it, for the ledger")
      .option("--reason <text>", "why, for the ledger")
      .option(
        "--confirm <context>",
        "its name once more, for os:admin on production and os:impersonator",
      )
      .option("--custom-roles", "allow roles that Talos has no rule for")
      .option(
        "--force",
        "allow no role, more than a year, and an end after the CA's",
      )
      .option(
        "--other-ca",
        "allow another CA than the one that the context trusts, after a rotation",
      )
      // For what is guarded it is no answer: that takes a reason and the name.
      .option("-y, --yes", "replace what can do more without asking")
      .option(
        "--authority-passphrase-fd <n>",
        "read the passphrase of a sealed authority from this file descriptor",
        parseFd,
      )
  );
}

export function destinationOf({
  to,
  forAutomation,
}: IssueOptions): Destination {
  if (to === undefined) return "context";
  return forAutomation ? "automation" : "file";
}
