import type { ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import {
  grantRule,
  type CallRefusal,
} from "../../core/gateway/guard/decide-call.ts";
import { describeCall } from "../../core/gateway/calls/describe-call.ts";
import {
  isSaidAtOnce,
  readRequest,
  requestSchema,
} from "../../core/gateway/calls/read-request.ts";
import type { CallRequest } from "../../core/gateway/calls/call-request.ts";
import { onlyLooks } from "../../core/gateway/guard/outlasting-calls.ts";
import { diagnose } from "../../core/diagnosis/diagnose.ts";
import { limits } from "../../core/limits.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import {
  nobodyToAsk,
  refusedByGuard,
  refusedByPerson,
  timeIsOver,
  untold,
} from "./refusal-replies.ts";
import { CallEndings, type TellCall } from "./call-endings.ts";
import { CallJudge, type JudgedBy } from "./call-judge.ts";
import type { CallLog, OpenCall } from "./call-log.ts";
import {
  Clients,
  connectionOf,
  type LookForClient,
} from "./calling-programs.ts";
import { denied, grpcCodes, ourWord, unavailable } from "./grpc-codes.ts";
import { nodesIn, type RawHeaders } from "./headers.ts";
import { HeldCalls, type AskPerson } from "./held-calls.ts";
import { endWith, forwardCall, type CallToPass } from "./forward-call.ts";
import { readFirstMessage, type FirstRead } from "./read-first-message.ts";
import type { Elevations } from "./elevations.ts";
import type { Dialled, Upstream } from "./upstream.ts";

export interface GuardedSessionOptions extends JudgedBy {
  readonly name: string;
  /** The context with the credential that nobody else gets. */
  readonly config: TalosContext;
  /** It is an agent's session. */
  readonly isAgents?: boolean;
  /** A person can be asked to give it more for a while. */
  readonly canRequest?: boolean;
  /** Absent: nobody can say which program is at the other end of a connection. */
  readonly lookForClient?: LookForClient;
  /** Absent: what is held is refused. */
  readonly askPerson?: AskPerson;
  /** Told when a person ends the session instead of answering. */
  readonly onEnd?: () => void;
  /** Absent: calls are written down nowhere. */
  readonly tell?: TellCall;
  /** How long a handshake, and a first message, may take; absent: as limits.ts says. */
  readonly patienceMs?: number;
}

/** How calls go on. */
interface Ways {
  /** With the session's credential. */
  readonly upstream: Upstream;
  /** With what a person gave it for a while. */
  readonly rights: Elevations;
}

interface Taken {
  readonly stream: ServerHttp2Stream;
  readonly method: string;
  readonly raw: RawHeaders;
  readonly nodes: readonly string[];
  readonly record: OpenCall;
  /** Resolves when it is written down which program called, or that nobody can say. Whoever has heard an end is gone. */
  readonly isNamed: Promise<void>;
}

type NotDialled = Extract<Dialled, { ok: false }>;

/** What a request of one call says, where it was read. */
interface Said {
  readonly first: FirstRead | null;
  readonly request: CallRequest | null;
}

/** How a call passes. */
interface Passes {
  /** It changes nothing, and through it nothing leaves that lasts: it is written down while the node answers (docs/decisions/0085). */
  readonly isLook: boolean;
  /** By what a person let pass for a while. */
  readonly isGranted: boolean;
}

/** Every call of a session: read, judged, held where somebody has to be asked, passed on, and written down. */
export class GuardedCalls {
  readonly #options: GuardedSessionOptions;
  readonly #ways: Ways;
  readonly #log: CallLog;
  readonly #held: HeldCalls | null;
  readonly #endings: CallEndings;
  readonly #judge: CallJudge;
  readonly #clients: Clients;
  #isCut = false;

  constructor(options: GuardedSessionOptions, ways: Ways, log: CallLog) {
    this.#options = options;
    this.#ways = ways;
    this.#judge = new CallJudge(options, ways.rights);
    this.#log = log;
    const { askPerson, lookForClient, tell, roles } = options;
    this.#endings = new CallEndings(roles, tell);
    this.#clients = new Clients(lookForClient);
    this.#held = askPerson
      ? new HeldCalls(askPerson, () => performance.now())
      : null;
  }

  get judge(): CallJudge {
    return this.#judge;
  }

  /** A client has connected; who it is, it has still to show. */
  expect(socket: Socket): void {
    this.#clients.expect(socket);
  }

  /** A client has shown who it is: the way is made, or tried, while it says what it wants. */
  greet(): void {
    if (!this.#isCut) void this.#ways.upstream.open();
  }

  /** Is nothing passed on any more? */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** From now on nothing is passed on; what runs is the server's to end. */
  cut(): void {
    this.#isCut = true;
  }

  async take(
    stream: ServerHttp2Stream,
    method: string,
    raw: RawHeaders,
  ): Promise<void> {
    if (this.#log.running >= limits.gatewayCalls.most) {
      endWith(stream, {
        code: grpcCodes.resourceExhausted,
        message: `${ourWord}Too many calls run at once.`,
      });
      return;
    }
    const nodes = nodesIn(raw);
    const record = this.#log.begin(method, nodes);
    stream.once("close", () => {
      if (this.#isCut && record.verdict !== "denied") record.verdict = "ended";
      this.#log.end(record);
    });
    const isNamed = this.#name(stream, record);
    await this.#guard({ stream, method, raw, nodes, record, isNamed });
  }

  async #name(stream: ServerHttp2Stream, record: OpenCall): Promise<void> {
    record.process = await this.#clients.of(stream);
  }

  async #guard(call: Taken): Promise<void> {
    const { record } = call;
    const said = await this.#listen(call);
    // Who does not wait for an answer must not change anything without a name (docs/decisions/0085).
    const { name: context, roles } = this.#options;
    const isLook = onlyLooks(call.method, said?.request ?? null, roles);
    if (!isLook) await call.isNamed;
    if (said === null) {
      this.#endings.refuse(call, denied("The request did not come in time."));
      return;
    }
    record.words = describeCall({ ...call, context, request: said.request });
    const judge = this.#judge;
    const { guards } = judge;
    const decision = judge.decide(call, said.request);
    if (decision.verdict === "refuse") {
      this.#refuseByGuard(call, decision.because);
      return;
    }
    record.rule = decision.rule;
    judge.count(call);
    if (decision.verdict === "hold") {
      if (!(await this.#hold(call, said))) return;
      // While it waited somebody may have forbidden what a person agreed to then; it counts for itself no second time.
      const now =
        guards !== judge.guards && judge.decide(call, said.request, 1);
      if (now && now.verdict === "refuse") {
        this.#refuseByGuard(call, now.because);
        return;
      }
    }
    const isGranted = decision.rule === grantRule;
    await this.#forward(call, said, { isLook, isGranted });
  }

  async #forward(
    call: Taken,
    { first }: Said,
    { isLook, isGranted }: Passes,
  ): Promise<void> {
    const { stream, method, raw, record } = call;
    if (this.#isOver(call)) return;
    const { upstream: own, rights } = this.#ways;
    const { roles } = this.#options;
    const way = rights.wayOf(method) ?? { upstream: own, roles, over: null };
    const limit = limitOf(way.over ?? (isGranted && rights.endOf(method)));
    const dialled = await way.upstream.open();
    if (this.#isOver(call, limit)) return;
    if (!dialled.ok) {
      record.verdict = "unreachable";
      this.#endings.end(call, unavailable(this.#diagnosis(dialled)));
      return;
    }
    const isTold = this.#endings.tell(record, way.roles);
    if (!isLook && !(await isTold)) {
      this.#endings.refuse(call, untold);
      return;
    }
    if (this.#isOver(call, limit)) return;
    forwardCall({
      stream,
      method,
      raw,
      first,
      upstream: dialled.value,
      counted: record,
      refusal: isTold.then((is) => (is ? null : this.#endings.keepBack(call))),
      mayEnd: call.isNamed,
      limit,
    });
  }

  /** The client gave up meanwhile, or what the call passes by is over, which the client is told. */
  #isOver(call: Taken, limit: CallToPass["limit"] = null): boolean {
    const { stream } = call;
    if (stream.destroyed || stream.closed || this.#isCut) return true;
    if (!limit?.signal.aborted) return false;
    this.#endings.refuse(call, limit.end);
    return true;
  }

  /** Null: the client gave up, or did not say in time what is needed. */
  async #listen({ stream, method }: Taken): Promise<Said | null> {
    // Where nobody needs it, and nobody would know it.
    if (requestSchema(method) === null) return { first: null, request: null };
    const first = await readFirstMessage(stream, this.#options.patienceMs);
    if (first === null) return null;
    const { message } = first;
    const request = message === null ? null : readRequest(method, message);
    return { first, request };
  }

  /** True where a person agreed and the client still waits for the call. */
  async #hold(call: Taken, { first }: Said): Promise<boolean> {
    const { stream, method, nodes, record } = call;
    if (this.#held === null) {
      this.#endings.refuse(call, nobodyToAsk);
      return false;
    }
    record.verdict = "held";
    const { words: text, number } = record;
    const asked = isSaidAtOnce(method) ? (first?.message ?? null) : null;
    const gone = new AbortController();
    const onClose = () => gone.abort();
    stream.once("close", onClose);
    const answer = await this.#held.decide(
      {
        text,
        method,
        nodes,
        asked,
        number,
        connection: connectionOf(stream.session?.socket ?? {}),
      },
      gone.signal,
    );
    stream.off("close", onClose);
    if (answer === "once" || answer === "ten-minutes") {
      record.verdict = "approved";
      return true;
    }
    this.#endings.refuse(
      call,
      refusedByPerson(answer, this.#options.isAgents ?? false),
    );
    if (answer === "end-session") this.#endSession(stream);
    return false;
  }

  /** From now on nothing is passed on. The client is told why before its connection goes; it does not hold that up for long. */
  #endSession(stream: ServerHttp2Stream): void {
    this.cut();
    const end = (): void => {
      clearTimeout(late);
      stream.off("close", end);
      this.#options.onEnd?.();
    };
    const late = setTimeout(end, toldMs);
    stream.once("close", end);
  }

  #refuseByGuard(call: Taken, because: CallRefusal): void {
    const { isAgents = false, canRequest = false } = this.#options;
    const whose = { isAgents, canRequest };
    this.#endings.refuse(call, refusedByGuard(because, call.method, whose));
  }

  /** Of the endpoint on the way to which most was met. */
  #diagnosis({ failed }: NotDialled): string {
    const { name: context, config } = this.#options;
    const verdicts = [...failed].map(([endpoint, probe]) =>
      diagnose({ context, endpoint, config, probe, now: new Date() }),
    );
    const [first] = verdicts;
    return first
      ? `${first.message} ${first.next}`
      : "The context has no endpoint that answers.";
  }
}

/** So long a client has to hear that the session  */
const toldMs = 250;

/** Cuts a call when what it passes by is over; false: it passes by itself. */
function limitOf(signal: AbortSignal | false): CallToPass["limit"] {
  return signal ? { signal, end: timeIsOver } : null;
}
