import { inSlices } from "../../core/work-in-slices.ts";
import { dueNotices } from "../../core/certificates/expiry-notices.ts";
import { spanOf } from "../../core/certificates/expiry.ts";
import { printable } from "../../core/text/printable.ts";
import { markedName } from "../../core/few-names.ts";
import { nearText } from "../../core/moment-text.ts";
import type { NoticeSubject } from "../../core/ports/desktop.ts";
import { remarksOf } from "../../core/vault/context-glance.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import type { ScheduledJob } from "./scheduler.ts";
import { readOpen, type HostContext } from "../host-context.ts";
import { countOf } from "../../core/counted-noun.ts";

const warnBeforeMs = 5 * 60 * 1000;

/** Tells a person what is about to end: certificates once at each threshold, sessions five minutes before. */
export class Notices implements ScheduledJob {
  readonly #context: HostContext;
  readonly #warned = new Set<string>();

  constructor(context: HostContext) {
    this.#context = context;
  }

  async run(): Promise<number | null> {
    await this.checkExpiry();
    return this.checkSessions();
  }

  /** Looks at the open vault; without one there is nothing to look at. */
  async checkExpiry(): Promise<void> {
    const { settings, vault } = this.#context.ports;
    const document = await readOpen(this.#context);
    if (!document.ok || !(await settings.read()).expiryNotices) return;
    const shown = await settings.readShownNotices();
    const now = vault.clock.now();
    const ending = await expiring(document.value);
    const due = dueNotices(ending, shown, now);
    if (due.length === 0) return;
    const present = ending.map(({ fingerprint }) => fingerprint);
    // Of certificates that are gone nobody will be told again.
    const kept = [...shown].filter(
      (key) =>
        key.startsWith("renewal:") ||
        key.startsWith("app:") ||
        present.some((fingerprint) => key.startsWith(`${fingerprint}:`)),
    );
    const written = await settings.writeShownNotices(
      new Set([...kept, ...due.map(({ key }) => key)]),
    );
    // Untold is better than told at every start.
    if (!written.ok) return;
    const [first] = due;
    if (due.length === 1 && first)
      await this.#tell(
        "certificates",
        "A certificate ends soon",
        nearText(first.notAfter, now),
        [first.name],
      );
    else
      await this.#tell(
        "certificates",
        `${countOf(due.length, "certificate ends", "certificates end")} soon`,
        "",
        due.map(({ name }) => name),
      );
  }

  /** Warns of sessions that end within five minutes; milliseconds until it should look again, null: never. */
  async checkSessions(): Promise<number | null> {
    const { sessions, settings, vault } = this.#context.ports;
    const now = vault.clock.now().getTime();
    const isWanted = (await settings.read()).sessionNotices;
    let next: number | null = null;
    for (const {
      id,
      context,
      expiresAt,
      startedAt,
      state,
    } of sessions.list()) {
      const end = Date.parse(expiresAt);
      const isShort = end - Date.parse(startedAt) <= warnBeforeMs;
      const key = `${id}:${expiresAt}`;
      if (state === "ended" || isShort || this.#warned.has(key)) continue;
      const wait = end - warnBeforeMs - now;
      if (wait > 0) next = Math.min(next ?? wait, wait);
      else {
        this.#warned.add(key);
        if (isWanted)
          await this.#tell(
            "sessions",
            "A session is about to end",
            nearText(new Date(end), new Date(now)),
            [context],
          );
      }
    }
    return next;
  }

  #tell(
    subject: NoticeSubject,
    title: string,
    text: string,
    contexts: readonly string[],
  ): Promise<void> {
    return tellPerson(this.#context, subject, title, text, contexts);
  }
}

/** Wherever the person is: on the desktop, and in the window. Where it is locked no context is named. */
export async function tellPerson(
  context: HostContext,
  subject: NoticeSubject,
  title: string,
  text: string,
  about: readonly string[] = [],
): Promise<void> {
  const { ports, events, lock } = context;
  const marked = await markedNames(context, about);
  const contexts = lock.isOpen ? about : [];
  const whole = [lock.isOpen ? marked : "", text].filter(Boolean).join(": ");
  ports.desktop.notify(printable(title), printable(whole), subject);
  events.tell({ kind: "notice", tone: "warning", title, text, contexts });
}

/** The desktop draws a notice's text by itself: the mark of production stands in it. */
async function markedNames(
  context: HostContext,
  names: readonly string[],
): Promise<string> {
  if (names.length === 0) return "";
  const document = await readOpen(context);
  const isProduction = (name: string) =>
    document.ok &&
    (document.value.contexts.get(name)?.metadata.production ?? false);
  return names
    .map((name) => markedName({ name, production: isProduction(name) }))
    .join(", ");
}

async function expiring(document: VaultDocument) {
  const all = await inSlices(document.contexts, ([name, context]) => {
    const { certificate } = remarksOf(context);
    if (!certificate) return [];
    const { fingerprint } = certificate;
    return [{ name, fingerprint, ...spanOf(certificate) }];
  });
  return all.flat();
}
