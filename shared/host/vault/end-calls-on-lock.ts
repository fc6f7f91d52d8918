import type { UserPrompts } from "../../core/ports/user-prompts.ts";
import { failure, type Result } from "../../core/result.ts";
import type { HostContext } from "../host-context.ts";
import type { HostPorts } from "../ports.ts";
import { lockedMeanwhile } from "./vault-lock.ts";

/** Whether the vault was locked since a call began, however often it was opened since then. */
interface Moment {
  readonly hasFallen: boolean;
}

/**
 * The context for one call: what the call began with the vault open it does not end after a lock. Whatever it waits for
 * may take long - a person at a dialog, a node, a disk - and the machine may sleep meanwhile. From the moment of a lock
 * on, nobody's answer counts, nothing is read from the vault, kept, written, lent to a session or asked of a node; a
 * write that has begun is finished. `signal` ends what can be ended at once.
 */
export function scopeToLock(
  context: HostContext,
  signal: AbortSignal,
): HostContext {
  const lock = context.lock.scope();
  return {
    ...context,
    lock,
    signal,
    ports: scoped(context.ports, lock, signal),
  };
}

function scoped(
  ports: HostPorts,
  moment: Moment,
  signal: AbortSignal,
): HostPorts {
  const unlessFallen = async <T>(
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> =>
    moment.hasFallen ? failure(lockedMeanwhile()) : work();
  const { examiner, files, parser, sources, sshKeys, talos } = ports;
  return {
    ...ports,
    person: scopedPerson(ports.person, moment),
    sessions: scopedSessions(ports, moment, unlessFallen),
    files: {
      read: (...file) => files.read(...file),
      exists: (path) => files.exists(path),
      judgeTarget: (...target) => files.judgeTarget(...target),
      writePrivate: (...file) =>
        unlessFallen(() => files.writePrivate(...file)),
      writePieces: (...file) => unlessFallen(() => files.writePieces(...file)),
    },
    sources: {
      readSource: (path, most) => sources.readSource(path, most),
      removeSource: (...source) =>
        unlessFallen(() => sources.removeSource(...source)),
    },
    parser: {
      classify: async (bytes) => {
        const file = await parser.classify(bytes, signal);
        return moment.hasFallen ? failure(lockedMeanwhile()) : file;
      },
    },
    examiner: {
      examine: (contexts, now) => examiner.examine(contexts, now, signal),
    },
    sshKeys: {
      open: (file, passphrase) => sshKeys.open(file, passphrase, signal),
    },
    talos: {
      probe: (target, options) => talos.probe(target, { signal, ...options }),
      generate: (...asked) => talos.generate(...asked),
      close: () => talos.close(),
    },
  };
}

/** What somebody answers to a question that the lock has overtaken is no answer. */
function scopedPerson(person: UserPrompts, moment: Moment): UserPrompts {
  const late = <T>(answer: Result<T>): Result<T> =>
    moment.hasFallen ? failure(lockedMeanwhile()) : answer;
  return {
    askPassphrase: async (...asked) =>
      late(await person.askPassphrase(...asked)),
    askRecoveryKey: async () => late(await person.askRecoveryKey()),
    showRecoveryKey: (key) => person.showRecoveryKey(key),
    agreeToServer: async (...asked) =>
      (await person.agreeToServer(...asked)) && !moment.hasFallen,
    chooseFile: async (...question) => {
      const path = await person.chooseFile(...question);
      return moment.hasFallen ? null : path;
    },
    chooseFiles: async (...question) => {
      const paths = await person.chooseFiles(...question);
      return moment.hasFallen ? [] : paths;
    },
    chooseTarget: async (...question) => {
      const target = await person.chooseTarget(...question);
      return moment.hasFallen ? null : target;
    },
  };
}

function scopedSessions(
  { sessions }: HostPorts,
  moment: Moment,
  unlessFallen: <T>(work: () => Promise<Result<T>>) => Promise<Result<T>>,
): HostPorts["sessions"] {
  return {
    list: () => sessions.list(),
    program: (lease) => sessions.program(lease),
    own: () => sessions.own(),
    history: () => sessions.history(),
    get bestDelivery() {
      return sessions.bestDelivery;
    },
    start: (...asked) =>
      unlessFallen(async () => {
        const lease = await sessions.start(...asked);
        if (!moment.hasFallen || !lease.ok) return lease;
        // A gateway takes a moment to listen.
        await sessions.end(lease.value.id);
        return failure(lockedMeanwhile());
      }),
    calls: (id, after) => sessions.calls(id, after),
    end: (id) => sessions.end(id),
    extend: (id, at) => unlessFallen(() => sessions.extend(id, at)),
    repoint: (id, next) => unlessFallen(() => sessions.repoint(id, next)),
    repointFollowing: (next) =>
      sessions.repointFollowing((lease) =>
        unlessFallen(async () => {
          const given = await next(lease);
          return moment.hasFallen ? failure(lockedMeanwhile()) : given;
        }),
      ),
    tighten: (...asked) => sessions.tighten(...asked),
    openTerminal: (...asked) =>
      unlessFallen(() => sessions.openTerminal(...asked)),
    command: (...asked) => sessions.command(...asked),
    terminals: () => sessions.terminals(),
    endOwn: () => sessions.endOwn(),
    close: () => sessions.close(),
  };
}
