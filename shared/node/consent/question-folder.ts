// Questions to a person and their answers, as files that our programs hand to each other.
// Keep: The first answer counts. What is no file of ours, or whose asker is gone, is no question.
import { readdirSync, unlinkSync, watch } from "node:fs";
import { join } from "node:path";
import {
  mayEndSession,
  questionId,
  readAnswer,
  readQuestion,
  unanswered,
  writeAnswer,
  writeQuestion,
  type ConsentAnswer,
  type ConsentQuestion,
} from "../../core/consent/question.ts";
import { limits } from "../../core/limits.ts";
import type { AbandonedQuestion } from "../../core/ports/person.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { readProcess } from "../../core/sessions/lease.ts";
import { claim, writeAtomicallySync } from "../files/atomic-file.ts";
import { fileError } from "../files/file-error.ts";
import { readOwnSync } from "../files/own-file.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";
import {
  isAlive,
  isSameProcess,
  processIdentity,
} from "../system/processes/process-identity.ts";
import { mayAnswerInWindow } from "./may-answer.ts";

const largest = limits.consentFile.most;
const windowName = /^\d+\.window$/;

/** So long "for ten minutes" counts. */
const remembranceMs = 600_000;

/**
 * `<vault home>/consent`, where every program that opens this vault looks, whatever its environment says of run folders:
 * `<id>.question` as long as somebody waits, `<id>.answer` beside it, `<id>.agreed` for ten minutes
 * where a person said so, `<pid>.window` while a window can show them.
 */
export class QuestionFolder {
  readonly #path: string;

  /** @param home absolute path of the vault's folder */
  constructor(home: string) {
    this.#path = join(home, "consent");
  }

  /** Makes a question known, or says more of one that waits. Errors: those of the disk. */
  ask(question: ConsentQuestion): Result<void> {
    const safe = ensurePrivateFolder(this.#path);
    if (!safe.ok) return safe;
    this.#removeStale();
    const path = this.#of(question.id, "question");
    try {
      writeAtomicallySync(path, writeQuestion(question), { durable: false });
      return success(undefined);
    } catch (error) {
      return failure(fileError(error, "write", path));
    }
  }

  /** Nobody waits any more. */
  withdraw(id: string): void {
    this.#remove(`${id}.question`);
    this.#remove(`${id}.answer`);
  }

  /** Those whose asker lives and waits, the oldest first. */
  waiting(now: Date): readonly ConsentQuestion[] {
    return this.#names()
      .flatMap((name) => this.#read(name, now))
      .toSorted((a, b) => Date.parse(a.askedAt) - Date.parse(b.askedAt));
  }

  /** Those whose asker was killed, with what was answered; each once, to whoever looks first. */
  takeAbandoned(now: Date): readonly AbandonedQuestion[] {
    return this.#names().flatMap((name) => {
      const question = this.#named(name);
      if (!question || !isAbandoned(question, now)) return [];
      const answer = this.answerTo(question.id) ?? unanswered(now);
      const isFirst = this.#remove(name);
      this.#remove(`${question.id}.answer`);
      return isFirst ? [{ question, answer }] : [];
    });
  }

  /** False where it was answered already, or nobody waits. Throws the system's error. */
  async answer(
    question: ConsentQuestion,
    answer: ConsentAnswer,
  ): Promise<boolean> {
    const now = new Date(answer.answeredAt);
    const isWaiting = this.waiting(now).some(({ id }) => id === question.id);
    if (!isWaiting) return false;
    return claim(this.#of(question.id, "answer"), writeAnswer(answer));
  }

  /** Null as long as nobody answered. */
  answerTo(id: string): ConsentAnswer | null {
    return readAnswer(this.#text(`${id}.answer`));
  }

  /** Keeps an answer that counts for a while: the same act of the same caller is not asked about again. */
  remember(question: ConsentQuestion, answer: ConsentAnswer): void {
    const path = this.#of(question.id, "agreed");
    const text = writeQuestion(question) + writeAnswer(answer);
    writeAtomicallySync(path, text, { durable: false });
  }

  /** An answer that counts for this one too; null: there is none. */
  remembered(question: ConsentQuestion, now: Date): ConsentAnswer | null {
    for (const name of this.#names()) {
      const [first = "", second = ""] = name.endsWith(".agreed")
        ? this.#text(name).split("\n")
        : [];
      const before = readQuestion(first);
      const answer = readAnswer(second);
      if (before && answer && isCovered(question, before, answer, now))
        return answer;
    }
    return null;
  }

  /** Says that this process has a window that shows questions, until the function is called. */
  openWindow(): () => void {
    const own = processIdentity(process.pid);
    const safe = ensurePrivateFolder(this.#path);
    if (!own || !safe.ok) return () => undefined;
    const name = `${String(process.pid)}.window`;
    writeAtomicallySync(join(this.#path, name), JSON.stringify(own), {
      durable: false,
    });
    return () => void this.#remove(name);
  }

  /** Has a living process a window in which this question may be answered? */
  hasWindowFor(question: ConsentQuestion): boolean {
    return this.#names().some((name) => {
      if (!windowName.test(name)) return false;
      const owner = readProcess(this.#text(name));
      return (
        owner !== null &&
        isAlive(owner) &&
        mayAnswerInWindow(question, owner.pid)
      );
    });
  }

  /**
   * Calls back on every change until the returned function is called. Where the system has no watches left it never
   * calls back.
   */
  watch(onChange: () => void): () => void {
    if (!ensurePrivateFolder(this.#path).ok) return () => undefined;
    try {
      const watcher = watch(this.#path, { persistent: false }, onChange);
      watcher.on("error", () => watcher.close());
      return () => watcher.close();
    } catch {
      return () => undefined;
    }
  }

  #read(name: string, now: Date): readonly ConsentQuestion[] {
    const question = this.#named(name);
    const isWaiting =
      question !== null &&
      !isOver(question, now) &&
      isAlive(question.process.process);
    return isWaiting ? [question] : [];
  }

  /** Null for what is no question of ours, or lies under another name. */
  #named(name: string): ConsentQuestion | null {
    const question = name.endsWith(".question")
      ? readQuestion(this.#text(name))
      : null;
    return question && name === `${question.id}.question` ? question : null;
  }

  #removeStale(): void {
    const now = new Date();
    const names = this.#names();
    const living = new Set(
      names.flatMap((name) => this.#read(name, now)).map(({ id }) => id),
    );
    for (const name of names) {
      const [id = ""] = name.split(".");
      if (questionId.test(id) && !living.has(id) && !this.#counts(name, now))
        this.#remove(name);
      const owner = windowName.test(name)
        ? readProcess(this.#text(name))
        : null;
      if (owner && !isAlive(owner)) this.#remove(name);
    }
  }

  /** Is it an answer that counts for a while, and does it still? */
  #counts(name: string, now: Date): boolean {
    if (!name.endsWith(".agreed")) return false;
    const answer = readAnswer(this.#text(name).split("\n")[1] ?? "");
    return answer !== null && isRecent(answer, now);
  }

  #of(id: string, kind: "question" | "answer" | "agreed"): string {
    return join(this.#path, `${id}.${kind}`);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#path);
    } catch {
      return [];
    }
  }

  #text(name: string): string {
    try {
      return readOwnSync(join(this.#path, name), largest) ?? "";
    } catch {
      // Planted, or gone meanwhile: nobody asks or answers with it.
      return "";
    }
  }

  /** False: it is gone already. */
  #remove(name: string): boolean {
    try {
      unlinkSync(join(this.#path, name));
      return true;
    } catch {
      return false;
    }
  }
}

function isOver({ expiresAt }: ConsentQuestion, now: Date): boolean {
  return Date.parse(expiresAt) <= now.getTime();
}

/** Of a call the holder of its session waits, which may live on when the program that made it does not. */
function isAbandoned(question: ConsentQuestion, now: Date): boolean {
  const isHolders = mayEndSession(question) && !isOver(question, now);
  return !isHolders && !isAlive(question.process.process);
}

/**
 * Whether a question asks for no more than was agreed to before, by a program of the same caller, which still lives.
 */
function isCovered(
  question: ConsentQuestion,
  before: ConsentQuestion,
  answer: ConsentAnswer,
  now: Date,
): boolean {
  const [caller] = question.process.chain;
  const [earlier] = before.process.chain;
  return (
    answer.answer === "ten-minutes" &&
    isRecent(answer, now) &&
    caller !== undefined &&
    earlier !== undefined &&
    isSameProcess(caller.process, earlier.process) &&
    isAboutTheSame(question, before) &&
    question.roles.join() === before.roles.join() &&
    (question.ttlSeconds ?? Infinity) <= (before.ttlSeconds ?? Infinity)
  );
}

function isAboutTheSame(a: ConsentQuestion, b: ConsentQuestion): boolean {
  return (
    a.act === b.act &&
    a.context === b.context &&
    a.agent === b.agent &&
    a.production === b.production &&
    a.scope === b.scope &&
    a.opens?.join() === b.opens?.join() &&
    // Which others they are, no question says.
    a.others === undefined &&
    b.others === undefined
  );
}

/** A clock that was set back makes nothing last longer. */
function isRecent({ answeredAt }: ConsentAnswer, now: Date): boolean {
  const age = now.getTime() - Date.parse(answeredAt);
  return age >= 0 && age < remembranceMs;
}
