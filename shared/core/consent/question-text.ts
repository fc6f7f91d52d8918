import { countOf } from "../counted-noun.ts";
import { roughDurationWords } from "../sessions/duration.ts";
import type { ElevationToAskAbout } from "./elevation-to-ask-about.ts";
import type { Lending } from "../lending-to-ask-about.ts";
import type { ConsentAct, ConsentLink, ConsentQuestion } from "./question.ts";

interface Asked extends Lending {
  readonly act: Exclude<ConsentAct, "call" | "elevate">;
}

/** What happens after a yes, as one sentence. */
export function actText({
  act,
  context,
  production,
  roles,
  ttlSeconds,
  scope,
  others = 0,
  several,
  opens = [],
  agent,
}: Asked): string {
  if (several) return severalText(several);
  const where = contextText({ context, production });
  const may = rightsText(roles);
  const long =
    ttlSeconds === null ? "" : ` for ${roughDurationWords(ttlSeconds)}`;
  switch (act) {
    case "session":
      return `${sessionText(agent)} gets ${givenText(opens, where, lentText(roles, ttlSeconds))}.`;
    case "continue":
      return `A running session of ${where} goes on with ${may}${long}.`;
    case "issue":
      return `A new credential of ${where} with ${may} is made, valid${long}. Nothing takes it back.`;
    case "export":
      return `The key of ${where} with ${may} leaves the vault as plain text.`;
    case "cluster-secrets":
      return `Every key of the cluster ${where} leaves the vault as plain text.`;
    case "sops-key":
      return `The key "${context}" of the vault opens files of SOPS for whoever asks.`;
    case "ask-less":
      return `From then on less would be asked about ${aboutText(scope, others, where)}.`;
  }
}

interface AskedMore extends Omit<ElevationToAskAbout, "reason"> {
  readonly context: string;
  readonly production: boolean;
  readonly agent: string | undefined;
}

/** What a running session may after a yes, as sentences. */
export function moreText({
  words,
  isOfCalls,
  roles,
  opens,
  seconds,
  left,
  context,
  production,
  agent,
}: AskedMore): string {
  const whose = agent === undefined ? "A running session" : sessionText(agent);
  const where = contextText({ context, production });
  const ending =
    left === null
      ? ""
      : `, or until the session ends, in ${roughDurationWords(left)}`;
  const long = `for ${roughDurationWords(seconds)}${ending}`;
  const list = roles?.join(", ") ?? "";
  if (!isOfCalls)
    return `${whose} has ${list} on ${where} ${long}. What is asked about stays so.`;
  const as = roles === null ? "" : `, with ${list}`;
  const lasting =
    opens.length === 0
      ? ""
      : ` What it takes out may last longer: it can ${opens.join(", ")}.`;
  return `${whose} may call ${words} on ${where} ${long}${ending && ","} as often as it wants and without a question${as}.${lasting}`;
}

interface AskedCall {
  /** What it asks for, without a full stop. */
  readonly text: string;
  /** Which call of the session it is. */
  readonly number: number;
  readonly roles: readonly string[];
  readonly agent: string | undefined;
}

/** A held call, as sentences. */
export function callText({ text, number, roles, agent }: AskedCall): string {
  const whose = agent === undefined ? "a session" : `the agent "${agent}"`;
  return `${text}. It is call ${String(number)} of ${whose} with ${rightsText(roles)}.`;
}

/** Whose it is, as the start of a sentence. */
function sessionText(agent: string | undefined): string {
  return agent === undefined ? "A session" : `The agent "${agent}"`;
}

/** Sessions that begin together: all that are lent the same stand side by side. */
function severalText(several: readonly Lending[]): string {
  const alike = new Map<string, Lending[]>();
  for (const one of several) {
    const { roles, ttlSeconds, opens } = one;
    const key = JSON.stringify([roles, ttlSeconds, opens]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const parts = [...alike.values()].flatMap((some) => {
    const where = some.map(contextText).join(", ");
    return some
      .slice(0, 1)
      .map(({ roles, ttlSeconds, opens = [] }) =>
        givenText(opens, where, lentText(roles, ttlSeconds)),
      );
  });
  return `${countOf(several.length, "session")} get, each for itself, ${parts.join("; and ")}.`;
}

function contextText({
  context,
  production,
}: Pick<Lending, "context" | "production">): string {
  return `"${context}"${production ? " (production)" : ""}`;
}

function lentText(roles: readonly string[], ttlSeconds: number | null): string {
  const long =
    ttlSeconds === null ? "" : ` for ${roughDurationWords(ttlSeconds)}`;
  return `${rightsText(roles)}${long}`;
}

function rightsText(roles: readonly string[]): string {
  return roles.length === 0 ? "rights that nobody can read" : roles.join(", ");
}

function givenText(
  opens: readonly string[],
  where: string,
  may: string,
): string {
  return opens.length === 0
    ? `a credential of ${where} with ${may}`
    : `a way to ${where} with ${may}, and what it takes out may last longer: it can ${opens.join(", ")}`;
}

function aboutText(
  scope: Lending["scope"],
  others: number,
  where: string,
): string {
  return scope === "vault"
    ? everySilent
    : `${where}${andOthers(others)}, or its guard would let more through`;
}

const everySilent = "every context of this vault that has no rule of its own";

function andOthers(others: number): string {
  return others === 0 ? "" : ` and ${countOf(others, "other context")}`;
}

/** A question as lines: what happens, why, and who asks. */
export function questionText(question: ConsentQuestion): string {
  return questionLines(question, chainText(question));
}

/** Characters of a reason, and of a folder, in the shortest wording. */
const shortLength = 120;

/**
 * The same for a place that takes only so much, the longest first: with programs by their names, with the nearest and the
 * outermost of them alone, and with the start of the reason and the end of the folder. What happens after a yes is whole in each.
 */
export function questionWordings(
  question: ConsentQuestion,
): readonly [string, ...string[]] {
  const ends = endsText(question);
  return [
    questionText(question),
    questionLines(question, namesText(question)),
    questionLines(question, ends),
    questionLines(shortened(question), ends),
  ];
}

function questionLines(question: ConsentQuestion, askedBy: string): string {
  const { text, reason, process } = question;
  const times = timesText(question);
  return [
    text,
    ...(reason === undefined ? [] : [`Reason given: ${reason}`]),
    `Asked by ${askedBy}${process.cwd === null ? "" : `, in ${process.cwd}`}.${times === "" ? "" : ` ${times}.`}`,
  ].join("\n");
}

function shortened(question: ConsentQuestion): ConsentQuestion {
  const { reason, process } = question;
  return {
    ...question,
    ...(reason === undefined ? {} : { reason: startOf(reason) }),
    process: { ...process, cwd: process.cwd && endOf(process.cwd) },
  };
}

function startOf(text: string): string {
  const characters = [...text];
  return characters.length > shortLength
    ? `${characters.slice(0, shortLength).join("")}… (it goes on)`
    : text;
}

function endOf(text: string): string {
  const characters = [...text];
  return characters.length > shortLength
    ? `…${characters.slice(-shortLength).join("")}`
    : text;
}

/** How often it is asked, or what waits behind it; empty: once, and nothing. Without a full stop. */
export function timesText({
  act,
  count,
}: Pick<ConsentQuestion, "act" | "count">): string {
  if (count <= 1) return "";
  return act === "call"
    ? `${countOf(count - 1, "more call")} of the session ${count === 2 ? "waits" : "wait"} behind it`
    : `Asked ${countOf(count, "time")}`;
}

/** The programs from whoever asks up to the terminal, nearest first: talos-vault ← agent ← zsh (4711). */
function chainText({ process }: Pick<ConsentQuestion, "process">): string {
  return [process, ...process.chain].map(linkText).join(" ← ");
}

/** The nearest by its file, the others by the last part of it. */
function namesText({ process }: Pick<ConsentQuestion, "process">): string {
  return [linkText(process), ...process.chain.map(nameText)].join(" ← ");
}

/** The nearest and the outermost, and how many are between them. */
function endsText({ process }: Pick<ConsentQuestion, "process">): string {
  const outermost = process.chain.at(-1);
  if (!outermost || process.chain.length < 3) return namesText({ process });
  const between = countOf(process.chain.length - 1, "program");
  return [linkText(process), between, nameText(outermost)].join(" ← ");
}

function nameText(link: ConsentLink): string {
  return linkText({
    ...link,
    path: link.path?.replace(/^.*[\\/]/, "") ?? null,
  });
}

/** By its file, which is harder to choose than a name. */
function linkText({ path, name, process }: ConsentLink): string {
  return `${path ?? name} (${String(process.pid)})`;
}
