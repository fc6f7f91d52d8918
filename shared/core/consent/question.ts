// What a person is asked before a credential is lent or leaves, and what they answer; both as JSON between processes.
// Keep: An answer without a person is no. What a question says of others comes through the door of text.
import * as v from "valibot";
import { processSchema } from "../sessions/lease.ts";
import { printable } from "../text/printable.ts";
import { momentSchema } from "../schemas/moment.ts";

/** So long a question waits; then the answer is no. */
export const patienceSeconds = 60;

/** Longer texts are cut where a person is shown them. */
const longestText = 2000;

export const questionId = /^[0-9a-f]{32}$/;

/** What is to be done with a credential once a person agrees. */
export const consentActs = [
  /** A session is lent one. */
  "session",
  /** A running session gets more time, or another context. */
  "continue",
  /** A new one is made that outlives the program. */
  "issue",
  /** A context leaves the vault as plain text. */
  "export",
  /** Every key of a cluster leaves the vault. */
  "cluster-secrets",
  /** A key for files of SOPS opens one, or leaves the vault for a program that does. */
  "sops-key",
  /** Rules are loosened, so that less is asked from now on. */
  "ask-less",
  /** A call to a node is held. */
  "call",
  /** A running session may do more for a while. */
  "elevate",
] as const;
export type ConsentAct = (typeof consentActs)[number];

const linkSchema = v.strictObject({
  process: processSchema,
  /** Of the program, absolute; null where the system does not say. */
  path: v.nullable(v.string()),
  /** What the system calls it: anybody chooses that, and nothing is decided by it. */
  name: v.string(),
  /** It leads the session of processes that a terminal controls: a shell that somebody sits at. */
  leadsTerminal: v.boolean(),
});

const askingSchema = v.strictObject({
  ...linkSchema.entries,
  /** Its parent, and so on up to the first that leads a terminal; empty where the system does not say. */
  chain: v.pipe(v.array(linkSchema), v.readonly()),
  /** The folder that it works in; null where the system does not say. */
  cwd: v.nullable(v.string()),
  /** Its controlling terminal, by the number that the system gives it; null: it has none. */
  terminal: v.nullable(v.string()),
  /** The session of ours that it works in; null: none. */
  session: v.nullable(v.string()),
});

const questionSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(questionId)),
  askedAt: momentSchema,
  expiresAt: momentSchema,
  act: v.picklist(consentActs),
  /** Name of the context, or of the cluster; with `scope` the word that is typed. */
  context: v.string(),
  production: v.boolean(),
  /** Empty: they are not known. */
  roles: v.pipe(v.array(v.string()), v.readonly()),
  /** Of what is lent; null: as long as the key itself, or it is no credential. */
  ttlSeconds: v.nullable(v.number()),
  /** It is about the vault's own rule. */
  scope: v.optional(v.literal("vault")),
  /** How many more contexts it is about. */
  others: v.optional(v.number()),
  /** What of a session's gateway outlives the session, as what it can do; absent: nothing. */
  opens: v.optional(v.pipe(v.array(v.string()), v.readonly())),
  /** What an agent calls itself for which, or in whose session, it is asked. */
  agent: v.optional(v.string()),
  /** In the words of whoever asks. */
  reason: v.optional(v.string()),
  /** One sentence that says what happens after a yes. */
  text: v.string(),
  process: askingSchema,
  /** How often the same was asked while it waits, this time included; of a call, how many calls of the session wait with it. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** One program of the chain. */
export type ConsentLink = Readonly<v.InferOutput<typeof linkSchema>>;
/** Who asks, as the system knows it. */
export type AskingProcess = Readonly<v.InferOutput<typeof askingSchema>>;
/** What a person is asked. `text`, names and paths may be shown as they are: `shownQuestion` made them so. */
export type ConsentQuestion = Readonly<v.InferOutput<typeof questionSchema>>;

export const verdicts = [
  "denied",
  "once",
  "ten-minutes",
  /** No, and the session that asks ends; of a call and an elevation alone. */
  "end-session",
] as const;
export type ConsentVerdict = (typeof verdicts)[number];

const answerSchema = v.strictObject({
  answer: v.picklist(verdicts),
  /** Where a person answered; null: nobody did in time. */
  answeredBy: v.nullable(v.picklist(["window", "pinentry", "terminal"])),
  answeredAt: momentSchema,
});

export type ConsentAnswer = Readonly<v.InferOutput<typeof answerSchema>>;
export type ConsentPlace = NonNullable<ConsentAnswer["answeredBy"]>;

/** Does "for ten minutes" go for the whole act? Of a call it goes for the same one, which whoever holds it knows. */
export function isRemembered({ act }: Pick<ConsentQuestion, "act">): boolean {
  return act !== "call" && act !== "elevate" && mayLast({ act });
}

/** Can it be agreed to for ten minutes? Not that less is asked: the next such change may be about something else. */
export function mayLast({ act }: Pick<ConsentQuestion, "act">): boolean {
  return act !== "ask-less";
}

/** Can the session that asks be ended instead? */
export function mayEndSession({ act }: Pick<ConsentQuestion, "act">): boolean {
  return act === "call" || act === "elevate";
}

/** The answer of nobody. */
export function unanswered(now: Date): ConsentAnswer {
  return { answer: "denied", answeredBy: null, answeredAt: now.toISOString() };
}

/** Did a person agree? */
export function isAgreed({ answer, answeredBy }: ConsentAnswer): boolean {
  return answeredBy !== null && (answer === "once" || answer === "ten-minutes");
}

/** The same question with every text from outside as it may be shown, and none longer than a person reads. */
export function shownQuestion(question: ConsentQuestion): ConsentQuestion {
  const { reason, agent, opens, process } = question;
  return {
    ...question,
    ...(agent === undefined ? {} : { agent: shown(agent) }),
    context: shown(question.context),
    roles: question.roles.map(shown),
    text: shown(question.text),
    ...(opens === undefined ? {} : { opens: opens.map(shown) }),
    ...(reason === undefined ? {} : { reason: shown(reason) }),
    process: {
      ...process,
      ...shownLink(process),
      chain: process.chain.map(shownLink),
      cwd: process.cwd === null ? null : shown(process.cwd),
    },
  };
}

function shownLink({ path, name, ...rest }: ConsentLink): ConsentLink {
  return {
    process: rest.process,
    path: path === null ? null : shown(path),
    name: shown(name),
    leadsTerminal: rest.leadsTerminal,
  };
}

/** Is nothing of a text cut off where a person is shown it? */
export function isShownWhole(text: string): boolean {
  return printable(text).length <= longestText;
}

function shown(from: string): string {
  const all = printable(from);
  return all.length <= longestText ? all : `${all.slice(0, longestText)}…`;
}

export function writeQuestion(question: ConsentQuestion): string {
  return `${JSON.stringify(question)}\n`;
}

/** Null for anything that is not a question of ours. Its texts may be shown, whoever wrote it. */
export function readQuestion(json: string): ConsentQuestion | null {
  const question = read(questionSchema, json);
  return question && shownQuestion(question);
}

export function writeAnswer(answer: ConsentAnswer): string {
  return `${JSON.stringify(answer)}\n`;
}

/** Null for anything that is not an answer of ours. */
export function readAnswer(json: string): ConsentAnswer | null {
  return read(answerSchema, json);
}

function read<T>(schema: v.GenericSchema<unknown, T>, json: string): T | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
