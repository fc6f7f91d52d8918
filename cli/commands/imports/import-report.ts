import type { ContextFinding } from "../../../shared/core/certificates/finding.ts";
import { vaultError, type VaultError } from "../../../shared/core/errors.ts";
import { isLeftOut } from "../../../shared/core/usecases/imports/plan-import.ts";
import {
  isOfLeftOut,
  leftOverText,
  type StaysOutside,
} from "../../../shared/core/imports/left-over-text.ts";
import { earlierCredentialText } from "../../../shared/core/earlier-credential.ts";
import type { AppliedImport } from "../../../shared/core/usecases/imports/apply-import.ts";
import type {
  ReportedContext,
  ReportedFindings,
} from "../../../shared/core/usecases/imports/import-contexts.ts";
import {
  aboutOnly,
  nextStep,
  problemText,
} from "../../output/action-commands.ts";
import { withFindingsJson } from "../../output/published-json.ts";
import { wordsOf } from "../../output/wrapped.ts";
import type { Terminal } from "../../terminal.ts";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";
import { fewNames, shortName } from "../../../shared/core/few-names.ts";

/** What an import did, or would do, for a person; on stderr, since it is not data. */
export function printReport(
  terminal: Terminal,
  imported: AppliedImport,
  isDryRun: boolean,
): void {
  for (const { path, contexts, leftOver, warnings } of imported.files) {
    const name = path === "-" ? "standard input" : path;
    terminal.say(terminal.mark("bold", name));
    for (const context of contexts) printContext(terminal, context, isDryRun);
    const aside = leftOver.filter(
      ({ kind }) =>
        !isOfLeftOut(kind) &&
        kind !== "hard-link" &&
        kind !== "vault" &&
        kind !== "unconfirmed",
    );
    for (const text of [
      ...warnings.map((one) =>
        problemText({ ...one, about: { file: path, ...one.about } }),
      ),
      ...aside.map((one) => `Not imported: ${leftOverText(one)}.`),
    ])
      say(terminal, "  ", terminal.mark("yellow", "note:"), text);
  }
  const contexts = imported.files.flatMap((file) => file.contexts);
  printFindings(terminal, contexts);
  terminal.sayWords(wordsOf(isDryRun ? dryRun(contexts) : summary(contexts)));
  if (imported.current !== "")
    terminal.say(`Current context: ${shortName(imported.current)}`);
}

/** The same as data, on stdout. */
export function printJson(
  terminal: Terminal,
  { files: applied, ...rest }: AppliedImport,
  isDryRun: boolean,
): void {
  const files = applied.map(({ path, contexts, warnings, leftOver }) => ({
    path,
    contexts: contexts.map((one) =>
      // What stays outside is nothing of the vault's to look after.
      withFindingsJson(isLeftOut(one) ? { ...one, findings: [] } : one),
    ),
    warnings,
    notes: warnings.map(({ message }) => message),
    leftOver,
  }));
  terminal.json({ dryRun: isDryRun, files, ...rest });
}

/** Why a file was not removed, with what would be gone with it. */
export function stays(
  path: string,
  leftOver: readonly StaysOutside[],
): VaultError {
  const mostListed = 4;
  const texts = leftOver.map(leftOverText);
  const shown = texts.slice(0, mostListed);
  const more = texts.length - shown.length;
  const all = more > 0 ? [...shown, `${String(more)} more`] : shown;
  return vaultError(
    "declined",
    leftOver.length === 0
      ? `${path} stays: it is no regular file.`
      : `${path} stays: it also has ${all.join("; ")}.`,
    leftOver.length === 0
      ? "Remove what it comes from yourself."
      : leftOver.every(({ kind }) => kind === "hard-link")
        ? "The vault holds all of it; its content stays readable until every name of it is removed."
        : leftOver.every(({ kind }) => kind === "unconfirmed")
          ? "Look at the disk, make a backup elsewhere, and import it again."
          : leftOver.every(({ kind }) => kind === "earlier-credential")
            ? "The vault has newer ones and does not hold that: remove the file yourself. Who has a copy of it can use it until it ends."
            : "The vault does not hold that. Move what you need elsewhere, then remove the file yourself.",
  );
}

function printContext(
  terminal: Terminal,
  context: ReportedContext,
  isDryRun: boolean,
): void {
  say(terminal, "  ", `${shortName(context.name)}:`, outcomeOf(context));
  if (!isDryRun) return;
  for (const { field, before, after } of context.differences) {
    const [old, now] = [fewItems(before), fewItems(after)];
    terminal.sayWords(
      [
        `${field}:`,
        ...wordsOf(old).map((word) => terminal.mark("red", word)),
        "→",
        ...wordsOf(now).map((word) => terminal.mark("green", word)),
        ...(old === now ? wordsOf("(they differ in what is cut here)") : []),
      ],
      "    ",
    );
  }
}

const mostShown = 400;

/** A long list up to where nobody reads on; all of it is in the JSON. */
function fewItems(value: string): string {
  const items = value.split(", ");
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = shortName(item);
    length += text.length + 2;
    if (length > mostShown) break;
    shown.push(text);
  }
  const more = items.length - shown.length;
  if (more > 0) shown.push(`… and ${withCommas(more)} more`);
  return shown.join(", ");
}

function outcomeOf(context: ReportedContext): string {
  const { kind, differences, sameCredentialAs, unknownKeys } = context;
  const [name, as] = [shortName(context.name), shortName(context.as)];
  const earlier = context.earlierCredentialOf
    ? `; ${earlierCredentialText(context.earlierCredentialOf)}`
    : "";
  const unknown =
    unknownKeys.length > 0
      ? `; keys that Talos does not know, kept in the vault and in no export: ${fewNames(unknownKeys)}`
      : "";
  const keys = `${earlier}${unknown}`;
  switch (kind) {
    case "new":
      return sameCredentialAs === null
        ? `new${keys}`
        : `new; "${shortName(sameCredentialAs)}" has the same credential and other addresses${keys}`;
    case "already-there":
      return `already there${context.name === context.as ? "" : ` as "${as}"`}${keys}`;
    case "renamed":
      return differences.length > 0
        ? `imported as "${as}": "${name}" differs in ${fieldsOf(context)}${keys}`
        : `imported as "${as}"${keys}`;
    case "replaced":
      return `replaces "${as}": other ${fieldsOf(context)}${keys}`;
    case "skipped":
      return `skipped; "${as}" stays as it is`;
    case "earlier":
      return `left out: "${as}" has a newer credential`;
  }
}

function fieldsOf({ differences }: ReportedContext): string {
  return differences.map(({ field }) => field).join(", ");
}

/** Each remark once, with the contexts that it is about. */
export function printFindings(
  terminal: Terminal,
  contexts: readonly ReportedFindings[],
): void {
  const groups = grouped(contexts);
  const colors = { error: "red", warning: "yellow", info: "dim" } as const;
  for (const severity of ["error", "warning", "info"] as const) {
    const some = groups.filter(({ one }) => one.severity === severity);
    for (const { one, names } of some.slice(0, mostRemarks))
      say(
        terminal,
        "",
        terminal.mark(colors[severity], `${severity}:`),
        `${fewNames(names)}: ${one.message} ${nextStep({ ...one, about: aboutOnly(names) })}`,
      );
    const more = some.length - mostRemarks;
    if (more > 0)
      terminal.say(
        `${countOf(more, "more remark")} of this kind: talos-vault findings`,
      );
  }
}

interface Group {
  readonly one: ContextFinding;
  readonly names: string[];
}

function grouped(contexts: readonly ReportedFindings[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { as, kind, isChanged, findings } of contexts) {
    if (isLeftOut({ kind })) continue;
    for (const one of findings) {
      // What was there is not new to anybody.
      if (one.severity === "info" && !isChanged) continue;
      const key = [one.severity, one.message, one.next].join("\n");
      const group = groups.get(key);
      if (group) group.names.push(as);
      else groups.set(key, { one, names: [as] });
    }
  }
  return [...groups.values()];
}

const mostRemarks = 10;
function dryRun(contexts: readonly ReportedContext[]): string {
  const { changed, text } = counted(contexts);
  return `Dry run: nothing was changed. ${changed === 0 ? "Nothing would be imported" : "It would be"}: ${text}.`;
}

function summary(contexts: readonly ReportedContext[]): string {
  const { changed, text } = counted(contexts);
  if (changed > 0) return `Imported: ${text}.`;
  return contexts.some(isLeftOut)
    ? `Nothing imported: ${text}.`
    : "Nothing new: the vault has it all already.";
}

/** "2 new, 1 under another name, 3 already there", of those that there are. */
function counted(contexts: readonly ReportedContext[]): {
  readonly changed: number;
  readonly text: string;
} {
  const count = (isOne: (context: ReportedContext) => boolean) =>
    contexts.filter(isOne).length;
  const kind = (wanted: ReportedContext["kind"]) =>
    count((one) => one.kind === wanted);
  const completed = count(
    (one) => one.kind === "already-there" && one.isChanged,
  );
  const parts: readonly (readonly [number, string])[] = [
    [kind("new"), "new"],
    [kind("renamed"), "under another name"],
    [kind("replaced"), "replaced"],
    [completed, "completed"],
    [kind("already-there") - completed, "already there"],
    [kind("skipped"), "skipped"],
    [kind("earlier"), "left out, with an earlier credential"],
  ];
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${String(number)} ${what}`);
  const total = contexts.length;
  return {
    changed: count(({ isChanged }) => isChanged),
    text: `${countOf(total, "context")} (${said.join(", ")})`,
  };
}

/** A marked remark over as many lines as it needs; what follows the first is indented. */
function say(
  terminal: Terminal,
  indent: string,
  mark: string,
  text: string,
): void {
  terminal.sayWords([mark, ...wordsOf(text)], indent);
}
