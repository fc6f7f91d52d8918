import type { Command } from "commander";
import { fewNames } from "../../../shared/core/few-names.ts";
import {
  momentAndDistance,
  momentText,
} from "../../../shared/core/moment-text.ts";
import { roleMeaning } from "../../../shared/core/roles/role.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import type { ContextDetails } from "../../../shared/core/vault/views.ts";
import { chooseContext } from "../../questions/choose-context.ts";
import { finish, type Cli } from "../../cli.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { withFindingsJson } from "../../output/published-json.ts";
import { nextStep } from "../../output/action-commands.ts";
import type { Terminal } from "../../terminal.ts";

export function configureShow(command: Command, cli: Cli): void {
  command
    .argument("[context]", "its name; - is the previous one")
    .option("--json", "print JSON")
    .action((context: string | undefined, options: { json?: true }) =>
      finish(cli, show(cli, context, options)),
    );
}

async function show(
  cli: Cli,
  wanted: string | undefined,
  options: { json?: true },
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const name = await chooseContext(cli, wanted);
  if (!name.ok) return name;
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const details = await reader.value.show(name.value);
  if (!details.ok) return details;
  if (options.json) terminal.json(withFindingsJson(details.value));
  else print(terminal, details.value, ports.clock.now());
  return success(undefined);
}

const keyWidth = 14;

function print(terminal: Terminal, details: ContextDetails, now: Date): void {
  const marks = [
    details.current ? "current" : "",
    details.production ? "production" : "",
    details.looksLike.length > 0
      ? `looks like ${fewNames(details.looksLike)}`
      : "",
  ];
  const rows: readonly (readonly [string, string])[] = [
    [
      "context",
      [details.name, ...marks.filter((mark) => mark !== "")].join("  "),
    ],
    ["endpoints", details.endpoints.join(", ")],
    ["nodes", details.nodes.join(", ")],
    ["cluster", details.cluster ?? ""],
    ["proxy-url", details.proxyUrl ?? ""],
    ["credential", details.kind],
    ...details.roles.map(
      (role) => ["role", `${role}: ${roleMeaning(role)}`] as const,
    ),
    ["valid", validity(details, now)],
    ["fingerprint", details.fingerprint ?? ""],
    ["labels", labelsText(details.labels)],
    ["color", details.color ?? ""],
    ["note", details.note ?? ""],
    ["imported", momentText(new Date(details.importedAt))],
    ["unknown keys", details.unknownKeys.join(", ")],
  ];
  for (const line of rows.flatMap(([key, value]) => linesOf(key, value)))
    terminal.outSentence(line, keyWidth);
  for (const finding of details.findings)
    terminal.outSentence(
      `${`${finding.severity}:`.padEnd(keyWidth)}${finding.message} ${nextStep({ ...finding, about: { context: details.name } })}`,
      keyWidth,
    );
}

/** None for what is not there. A note may have lines, each under the first. */
function linesOf(key: string, value: string): readonly string[] {
  if (value === "") return [];
  const lines = key === "note" ? value.trim().split(/\r\n|[\n\r]/) : [value];
  return lines.map(
    (line, index) =>
      `${(index === 0 ? `${key}:` : "").padEnd(keyWidth)}${line}`,
  );
}

function validity({ notBefore, notAfter }: ContextDetails, now: Date): string {
  if (notBefore === null || notAfter === null) return "";
  const [begin, end] = [new Date(notBefore), new Date(notAfter)];
  return `${momentText(begin)} to ${momentAndDistance(end, now)}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join(" ");
}
