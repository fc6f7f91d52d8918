import type {
  CallProcess,
  CallRecord,
  CallVerdict,
} from "../../core/gateway/calls/call-record.ts";
import { limits } from "../../core/limits.ts";

/** What is known of a call while it runs. */
export interface OpenCall {
  readonly number: number;
  readonly time: string;
  readonly since: number;
  readonly method: string;
  words: string;
  readonly nodes: readonly string[];
  process: CallProcess | null;
  verdict: CallVerdict;
  rule: string | null;
  code: number | null;
  message: string | null;
  bytesUp: number;
  bytesDown: number;
}

export interface LogNews {
  /** Every call from the first to the newest. */
  readonly calls: number;
  /** Those that wait for a person now. */
  readonly held: number;
  readonly records: readonly CallRecord[];
}

/** The calls of one session: all that run, and of those that are over the newest. */
export class CallLog {
  readonly #running = new Map<number, OpenCall>();
  readonly #over: CallRecord[] = [];
  #count = 0;
  readonly #onCall: () => void;

  /** `onCall`: told whenever a call begins or ends. */
  constructor(onCall: () => void = () => undefined) {
    this.#onCall = onCall;
  }

  begin(method: string, nodes: readonly string[]): OpenCall {
    this.#count += 1;
    const call: OpenCall = {
      number: this.#count,
      time: new Date().toISOString(),
      since: performance.now(),
      method,
      words: "",
      nodes,
      process: null,
      verdict: "forwarded",
      rule: null,
      code: null,
      message: null,
      bytesUp: 0,
      bytesDown: 0,
    };
    this.#running.set(call.number, call);
    this.#onCall();
    return call;
  }

  end(call: OpenCall): CallRecord {
    this.#running.delete(call.number);
    const record = recordOf(call, Math.round(performance.now() - call.since));
    this.#over.push(record);
    if (this.#over.length > limits.gatewayRemembered.most) this.#over.shift();
    this.#onCall();
    return record;
  }

  get running(): number {
    return this.#running.size;
  }

  /** `after`: calls with a greater number alone, and all that run. */
  news(after = 0): LogNews {
    const running = [...this.#running.values()];
    const records = [
      ...this.#over.filter(({ number }) => number > after),
      ...running.map((call) => recordOf(call, null)),
    ].toSorted((a, b) => a.number - b.number);
    const held = running.filter(({ verdict }) => verdict === "held").length;
    return { calls: this.#count, held, records };
  }
}

function recordOf(call: OpenCall, ms: number | null): CallRecord {
  const { number, time, method, words, nodes, verdict, rule } = call;
  const { process, code, message, bytesUp, bytesDown } = call;
  const said = { number, time, method, words, nodes, verdict, rule };
  return { ...said, process, code, message, ms, bytesUp, bytesDown };
}
