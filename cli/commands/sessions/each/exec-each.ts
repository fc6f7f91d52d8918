// `exec --each`: one command with several contexts, each in a session of its own, so many at once.
// Keep: What has to be said about any of them is asked before the first begins. A session is made when its command starts,
// and is gone when that has ended, whatever ends it.
import type { ChildProcess } from "node:child_process";
import { vaultError, type VaultError } from "../../../../shared/core/errors.ts";
import { mapConcurrently } from "../../../../shared/core/map-concurrently.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import {
  forwardSignals,
  whenEnded,
} from "../../../../shared/node/sessions/commands/forward-signals.ts";
import { runBeside } from "../../../../shared/node/sessions/commands/run-beside.ts";
import { codeOfEnd } from "../../../../shared/node/system/runtimes/runtime.ts";
import type { SessionHolder } from "../../../../shared/node/sessions/session-holder.ts";
import type { Cli } from "../../../cli.ts";
import { exitCodes } from "../../../exit-codes.ts";
import { agreeOnEach, type Said } from "./agree-on-each.ts";
import { chooseEach, type EachFilter } from "./each-contexts.ts";
import {
  planFiles,
  toFiles,
  toTerminal,
  type OpenFor,
  type OutputFiles,
} from "./each-output.ts";
import { tellEach, type EachOutcome } from "./each-report.ts";
import {
  makeSession,
  openForSessions,
  refuseNesting,
  type PreparedSession,
  type SessionsToMake,
} from "../starting/prepare-session.ts";
import {
  environmentIn,
  holdSession,
  nothingToRun,
} from "../starting/run-in-session.ts";
import { endSentence, notStarted } from "../starting/session-end-text.ts";
import type { SessionOptions } from "../starting/session-options.ts";

export interface EachOptions extends SessionOptions {
  readonly filter: EachFilter;
  /** Commands at once. */
  readonly parallel: number;
  readonly outputDir?: string;
  readonly json?: true;
}

/** Fails where one of the commands does, or has no session; 128 + n where signal n ended them. */
export async function execEach(
  cli: Cli,
  words: readonly string[],
  options: EachOptions,
): Promise<Result<number>> {
  const { command } = cli;
  if (!command?.length) return nothingToRun();
  const refused = await refuseNesting(cli, "exec", options);
  if (refused) return failure(refused);
  const open = await openForSessions(cli, "exec", options);
  if (!open.ok) return open;
  const planned = await planEach(cli, open.value, words, options);
  if (!planned.ok) return planned;
  void open.value.leaveBehind();
  const { contexts, ...plan } = planned.value;
  const each = new CommandForEach(cli, open.value, {
    ...plan,
    options,
    command,
  });
  const outcomes = await each.run(contexts);
  tellEach(cli.terminal, outcomes, options.json ?? false);
  const isFine = outcomes.every(({ code }) => code === 0);
  return success(each.code ?? (isFine ? exitCodes.done : exitCodes.failed));
}

interface Plan {
  /** Names, in the order in which their commands begin. */
  readonly contexts: readonly string[];
  readonly said: ReadonlyMap<string, Said>;
  readonly files: ReadonlyMap<string, OutputFiles> | null;
  readonly openFor: OpenFor;
}

/** Everything before the first session: nothing has begun where it fails. */
async function planEach(
  cli: Cli,
  { reader, request }: SessionsToMake,
  words: readonly string[],
  options: EachOptions,
): Promise<Result<Plan>> {
  const contexts = await chooseEach(reader, words, options.filter);
  if (!contexts.ok) return contexts;
  const files = filesFor(options, contexts.value);
  if (!files.ok) return files;
  const judged = await reader.decideEachSession(contexts.value, request);
  if (!judged.ok) return judged;
  const confirmed = options.confirm ?? [];
  const said = await agreeOnEach(cli, judged.value, request, confirmed);
  if (!said.ok) return said;
  const openFor = files.value
    ? toFiles(files.value)
    : toTerminal(cli.terminal, contexts.value, !options.json);
  return success({
    contexts: contexts.value,
    said: said.value,
    files: files.value,
    openFor,
  });
}

function filesFor(
  { outputDir }: EachOptions,
  contexts: readonly string[],
): Result<ReadonlyMap<string, OutputFiles> | null> {
  return outputDir === undefined
    ? success(null)
    : planFiles(outputDir, contexts);
}

interface Given extends Omit<Plan, "contexts"> {
  readonly options: EachOptions;
  readonly command: readonly string[];
}

class CommandForEach {
  readonly #cli: Cli;
  readonly #open: SessionsToMake;
  readonly #given: Given;
  readonly #running = new Set<ChildProcess>();
  readonly #held = new Set<SessionHolder>();
  #isStopped = false;
  #code: number | null = null;

  constructor(cli: Cli, open: SessionsToMake, given: Given) {
    this.#cli = cli;
    this.#open = open;
    this.#given = given;
  }

  /** What this process ends with where something ended them all; null: nothing did. */
  get code(): number | null {
    return this.#code;
  }

  async run(contexts: readonly string[]): Promise<readonly EachOutcome[]> {
    const { terminal } = this.#cli;
    const stopPassing = forwardSignals((signal) => {
      for (const child of this.#running) child.kill(signal);
    });
    const stopListening = whenEnded((signal) => {
      this.#code ??= codeOfEnd(null, signal);
      this.#stop();
    });
    terminal.onClosedPipe(() => this.#stop());
    try {
      const { parallel } = this.#given.options;
      return await mapConcurrently(contexts, parallel, (context) =>
        this.#runOne(context),
      );
    } finally {
      stopListening();
      stopPassing();
    }
  }

  /** Nothing more begins, what runs is ended as by the end of its session, and nobody waits for what it left behind. */
  #stop(): void {
    this.#isStopped = true;
    for (const holder of this.#held) holder.end("asked");
    for (const { exitCode, signalCode, stdout, stderr } of this.#running)
      if (exitCode !== null || signalCode !== null)
        for (const stream of [stdout, stderr]) stream?.destroy();
  }

  async #runOne(context: string): Promise<EachOutcome> {
    if (this.#isStopped) return this.#without(context, notBegun());
    const said = this.#given.said.get(context);
    const { reader } = this.#open;
    const { options } = this.#given;
    const made = await makeSession(
      this.#cli,
      "exec",
      this.#open,
      options,
      (request) =>
        reader.issueSessionCredential(context, { ...request, ...said }),
    );
    if (!made.ok) return this.#without(context, made.error);
    return this.#isStopped
      ? this.#without(context, notBegun())
      : this.#runIn(context, made.value);
  }

  async #runIn(
    context: string,
    session: PreparedSession,
  ): Promise<EachOutcome> {
    const { terminal, ports } = this.#cli;
    const { command, openFor, files } = this.#given;
    const output = openFor(context);
    if (!output.ok) return this.#without(context, output.error);
    const stop = new AbortController();
    const held = await holdSession(this.#cli, session, (lease, reason) => {
      if (!this.#isStopped) terminal.say(endSentence(lease, reason));
      if (this.#isStopped || !lease.keepsRunning) stop.abort();
    });
    if (!held.ok) {
      await output.value.close();
      return this.#without(context, held.error);
    }
    const { value: holder } = held;
    this.#held.add(holder);
    // Whoever stopped them while this one was made did not know of it.
    if (this.#isStopped) holder.end("asked");
    const startedAt = ports.clock.now();
    let child: ChildProcess | null = null;
    try {
      const { stdout, stderr, read } = output.value;
      const outcome = await runBeside(command, environmentIn(holder.lease), {
        stdout,
        stderr,
        stop: stop.signal,
        onStart: (running) => holder.belongTo(running),
        onChild: (started) => {
          child = started;
          this.#running.add(started);
          read(started.stdout, started.stderr);
        },
      });
      const endedAt = ports.clock.now();
      // What it left behind may go on printing, and is lent nothing any more.
      holder.close();
      await output.value.close();
      const isRun = outcome.kind === "ended";
      return {
        context,
        session: session.facts.id,
        code: outcome.code,
        error: isRun ? null : notStarted(command[0] ?? "", outcome.reason),
        startedAt,
        endedAt,
        files: files?.get(context) ?? null,
      };
    } finally {
      if (child) this.#running.delete(child);
      this.#held.delete(holder);
      holder.close();
    }
  }

  #without(context: string, error: VaultError): EachOutcome {
    return {
      context,
      session: null,
      code: null,
      error,
      startedAt: null,
      endedAt: null,
      files: null,
    };
  }
}

function notBegun() {
  return vaultError(
    "cancelled",
    "It did not begin: the others were ended first.",
    "Run it again.",
  );
}
