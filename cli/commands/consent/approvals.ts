// What waits for a person, and their answer from a terminal of their own.
// Keep: Nobody agrees from a process that the asker started, from its terminal or without one; anybody may say no.
import { Argument, type Command } from "commander";
import { nearText } from "../../../shared/core/moment-text.ts";
import { questionText } from "../../../shared/core/consent/question-text.ts";
import {
  mayEndSession,
  mayLast,
  type ConsentQuestion,
  type ConsentVerdict,
} from "../../../shared/core/consent/question.ts";
import { assertNever, vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  judgeAnswerer,
  type NoAnswerer,
} from "../../../shared/node/consent/may-answer.ts";
import { shortId } from "../../../shared/core/short-id.ts";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
import { finish, type Cli } from "../../cli.ts";
import { recordAbandoned } from "../../../shared/core/usecases/consent/ask-and-record.ts";
import {
  answererHere,
  consentPorts,
} from "../../ports/consent/consent-ports.ts";

interface Options {
  readonly tenMinutes?: true;
  readonly endSession?: true;
  readonly follow?: true;
  readonly json?: true;
}

export function configureApprovals(command: Command, cli: Cli): void {
  command
    .addArgument(
      new Argument("[answer]", "approve or deny one").choices([
        "approve",
        "deny",
      ]),
    )
    .argument("[id]", "which, by the first characters of its id")
    .option(
      "--ten-minutes",
      "approve for ten minutes: the same again, of a call with the same request to the same nodes",
    )
    .option("--end-session", "deny a call, and end the session that makes it")
    .option("--follow", "go on, and show each as it comes")
    .option("--json", "print JSON; with --follow a line for each")
    .addHelpText(
      "after",
      `
A program that wants a credential of a context with --consent (set) waits here for a minute, where no window
is open. It is answered from a terminal that it was not started from, and never by itself.`,
    )
    .action(
      (
        said: "approve" | "deny" | undefined,
        id: string | undefined,
        options: Options,
      ) => finish(cli, approvals(cli, said, id, options)),
    );
}

async function approvals(
  cli: Cli,
  said: "approve" | "deny" | undefined,
  id: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const other = optionsOfOther(said, options);
  if (other.length > 0) return failure(misfit(other));
  if (said === undefined) return list(cli, options);
  if (id === undefined) return failure(unnamed());
  if (said === "deny")
    return answer(cli, id, options.endSession ? "end-session" : "denied");
  return answer(cli, id, options.tenMinutes ? "ten-minutes" : "once");
}

/** Refuses options that mean nothing for this action: whoever gave one meant another action. */
function optionsOfOther(
  said: "approve" | "deny" | undefined,
  { tenMinutes, endSession, follow: isFollowed, json }: Options,
): readonly string[] {
  const given = [
    ["--ten-minutes", tenMinutes, said === "approve"],
    ["--end-session", endSession, said === "deny"],
    ["--follow", isFollowed, said === undefined],
    ["--json", json, said === undefined],
  ] as const;
  return given.flatMap(([name, isGiven, fits]) =>
    isGiven && !fits ? [name] : [],
  );
}

async function list(cli: Cli, options: Options): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const folder = new QuestionFolder(ports.home);
  const recorded = await recordAbandoned(consentPorts(cli));
  if (!recorded.ok) return recorded;
  if (options.follow) return follow(cli, folder, options);
  const waiting = folder.waiting(ports.clock.now());
  if (options.json) terminal.json({ approvals: waiting.map(asJson) });
  else if (waiting.length === 0) terminal.say("Nothing waits for a person.");
  else for (const question of waiting) show(cli, question);
  return success(undefined);
}

/** Until it is stopped. */
async function follow(
  cli: Cli,
  folder: QuestionFolder,
  { json }: Options,
): Promise<Result<void>> {
  const seen = new Set<string>();
  const look = (): void => {
    for (const question of folder.waiting(cli.ports.clock.now())) {
      if (seen.has(question.id)) continue;
      seen.add(question.id);
      if (json) cli.terminal.json(asJson(question));
      else show(cli, question);
    }
  };
  folder.watch(look);
  look();
  return new Promise(() => {
    // Also where the system does not tell of changes; it keeps the process as well.
    setInterval(look, lookMs);
  });
}

const lookMs = 1000;

function show({ terminal, ports }: Cli, question: ConsentQuestion): void {
  const { id, expiresAt } = question;
  const short = shortId(id);
  const ends = nearText(new Date(expiresAt), ports.clock.now());
  terminal.out(`${terminal.markData("bold", short)}  no ${ends}`);
  for (const line of questionText(question).split("\n"))
    terminal.outSentence(`  ${line}`);
  terminal.out(`  talos-vault approvals approve ${short}, or deny ${short}`);
}

function asJson({ process, ...question }: ConsentQuestion) {
  const { path, name, chain, cwd } = process;
  const { pid } = process.process;
  return {
    ...question,
    process: {
      pid,
      path,
      name,
      chain: chain.map((link) => ({
        pid: link.process.pid,
        path: link.path,
        name: link.name,
      })),
      cwd,
    },
  };
}

async function answer(
  cli: Cli,
  wanted: string,
  verdict: ConsentVerdict,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const folder = new QuestionFolder(ports.home);
  const waiting = folder.waiting(ports.clock.now());
  // An empty word, as of a script's variable, names none.
  const [question, another] = waiting.filter(
    ({ id }) => wanted !== "" && id.startsWith(wanted),
  );
  if (!question) return failure(nothingWaits(wanted));
  if (another) return failure(several(wanted));
  if (verdict === "end-session" && !mayEndSession(question))
    return failure(noSession());
  if (verdict === "ten-minutes" && !mayLast(question)) return failure(isOnce());
  const isNo = verdict === "denied" || verdict === "end-session";
  const refusal = judgeAnswerer(question, answererHere(cli), true);
  // A no weakens nothing.
  if (refusal && !isNo) return failure(notFromHere(refusal));
  const isFirst = await folder.answer(question, {
    answer: verdict,
    answeredBy: "terminal",
    answeredAt: ports.clock.now().toISOString(),
  });
  if (!isFirst) return failure(nothingWaits(wanted));
  terminal.say(isNo ? "Denied." : "Approved.");
  return success(undefined);
}

function unnamed() {
  return vaultError(
    "usage",
    "Which of those that wait?",
    "Name the first characters of its id: they stand before each in talos-vault approvals.",
  );
}

function misfit(options: readonly string[]) {
  const one = options.length === 1;
  return vaultError(
    "usage",
    `${options.join(" and ")} ${one ? "does" : "do"} not fit what was asked for, and nothing was answered.`,
    "approve takes --ten-minutes, deny --end-session; --follow and --json are of the list.",
  );
}

function noSession() {
  return vaultError(
    "usage",
    "That one is asked before there is a session.",
    "Leave out --end-session: a no is enough.",
  );
}

function isOnce() {
  return vaultError(
    "usage",
    "That less is asked is agreed to each time.",
    "Leave out --ten-minutes.",
  );
}

function nothingWaits(id: string) {
  return vaultError(
    "session-missing",
    `Nothing that waits has an id that begins with "${id}".`,
    "It was answered, or its minute is over. What waits is shown by: talos-vault approvals",
  );
}

function several(id: string) {
  return vaultError(
    "usage",
    `Several that wait have ids that begin with "${id}".`,
    "Name more of it.",
  );
}

function notFromHere(because: NoAnswerer) {
  return vaultError(
    "declined",
    `Nobody can agree from here: ${why(because)}.`,
    "Answer in the window, or on a terminal that you opened yourself.",
  );
}

function why(because: NoAnswerer): string {
  switch (because) {
    case "no-terminal":
      return "this command has no terminal that a person sits at";
    case "same-terminal":
      return "the program that asks runs on this terminal";
    case "same-program":
      return "what asks, or what started it, also started this command";
    case "in-session":
      return "this terminal works with a credential that was lent";
    default:
      return assertNever(because);
  }
}
