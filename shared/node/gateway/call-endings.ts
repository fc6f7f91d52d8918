import type { ServerHttp2Stream } from "node:http2";
import type { OpenCall } from "./call-log.ts";
import { endWith } from "./forward-call.ts";
import type { OwnEnd } from "./grpc-codes.ts";
import { untoldLook } from "./refusal-replies.ts";

/**
 * Writes down what becomes of a call, as it is when this is called; false: it could not be, and the client gets no answer of a
 * node. `roles`: those of the credential that it is passed on with.
 */
export type TellCall = (
  call: Pick<OpenCall, "method" | "nodes" | "words" | "verdict" | "rule">,
  roles: readonly string[],
) => Promise<boolean>;

interface Call {
  readonly stream: ServerHttp2Stream;
  readonly record: OpenCall;
  /** Resolves when it is written down which program called. */
  readonly isNamed: Promise<void>;
}

/** What becomes of calls, in the audit log, and to whom no node answers. */
export class CallEndings {
  readonly #roles: readonly string[];
  readonly #tell: TellCall | undefined;

  /**
   * @param roles the session's
   * @param tell absent: calls are written down nowhere
   */
  constructor(roles: readonly string[], tell: TellCall | undefined) {
    this.#roles = roles;
    this.#tell = tell;
  }

  /** Records what becomes of a call. False: that could not be written. */
  async tell(record: OpenCall, roles = this.#roles): Promise<boolean> {
    return (await this.#tell?.(record, roles)) ?? true;
  }

  refuse(call: Call, end: OwnEnd): void {
    call.record.verdict = "denied";
    this.end(call, end);
  }

  /** Ends a call without a node: the client hears it once it is written down. */
  end({ stream, record, isNamed }: Call, end: OwnEnd): void {
    record.code = end.code;
    record.message = end.message;
    const isTold = this.tell(record);
    void Promise.all([isTold, isNamed]).then(() => endWith(stream, end));
  }

  /** What the client hears of a call that was made and could not be written down. */
  keepBack({ record }: Pick<Call, "record">): OwnEnd {
    record.verdict = "denied";
    Object.assign(record, untoldLook);
    void this.tell(record);
    return untoldLook;
  }
}
