import { request as overHttp } from "node:http";
import { request as overHttps, type RequestOptions } from "node:https";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { limits } from "../../core/limits.ts";

export interface StoreRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly timeMs?: number;
}

export interface StoreAnswer {
  readonly kind: "answer";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why nothing was answered. */
export interface WhyUnanswered {
  readonly kind:
    | "late"
    /** Its certificate is not good: it was sent nothing. */
    | "untrusted"
    /** Node makes no request of what it was given. */
    | "unusable"
    | "too-long"
    | "unreachable";
  /** Node's own code of it. */
  readonly code: string;
  /** It may have got what was sent: the way to it stood, and its certificate was good. */
  readonly isSent: boolean;
}

/** CAs and certificates for it, and where its name leads to when that is not asked of DNS. */
export type StoreWay = Pick<
  RequestOptions,
  "ca" | "cert" | "key" | "servername" | "lookup" | "port"
>;

const seconds = 1000;

/**
 * One request to a store. Anything of it goes out only once the server's certificate was found to be good for its name, whatever the
 * environment says of that; no redirect is followed.
 */
export async function askStore(
  { url, method, headers, body, timeMs }: StoreRequest,
  way: StoreWay = {},
): Promise<StoreAnswer | WhyUnanswered> {
  const ask = url.protocol === "https:" ? overHttps : overHttp;
  const signal = AbortSignal.timeout(timeMs ?? limits.storeTime.most * seconds);
  const options = {
    method,
    headers,
    agent: false,
    signal,
    ...way,
    rejectUnauthorized: true,
  } as const;
  const open = ask === overHttps ? "secureConnect" : "connect";
  return new Promise((resolve) => {
    let isOpen = false;
    const fail = (error: unknown) => {
      resolve(whyUnanswered(error, signal.aborted, isOpen));
    };
    try {
      ask(url, options, (answer) => {
        readAnswer(answer).then(resolve, fail);
      })
        .on("socket", (socket) => {
          socket.once(open, () => {
            isOpen = true;
          });
        })
        .on("error", fail)
        // To another protocol: Node then closes the connection, and says no more of the request.
        .on("upgrade", (_, socket) => {
          socket.destroy();
          fail(new Error("it answers in another protocol"));
        })
        .end(body);
    } catch (error) {
      resolve({ kind: "unusable", code: codeOf(error), isSent: false });
    }
  });
}

async function readAnswer(
  answer: IncomingMessage,
): Promise<StoreAnswer | WhyUnanswered> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    length += (chunk as Buffer).length;
    if (length > limits.storeAnswer.most) {
      answer.destroy();
      return { kind: "too-long", code: "", isSent: true };
    }
    chunks.push(chunk as Buffer);
  }
  const { statusCode: status = 0, headers } = answer;
  return { kind: "answer", status, headers, body: Buffer.concat(chunks) };
}

/** The headers with one text each, as the SDKs take them; without one that lets them wait as long as the server likes. */
export function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name === "retry-after" ? [] : [[name, [value ?? ""].flat().join(", ")]],
    ),
  );
}

function whyUnanswered(
  error: unknown,
  isLate: boolean,
  isOpen: boolean,
): WhyUnanswered {
  const code = codeOf(error);
  if (isLate) return { kind: "late", code, isSent: isOpen };
  return /CERT|SELF_SIGNED|VERIFY|ALTNAME/.test(code)
    ? { kind: "untrusted", code, isSent: false }
    : { kind: "unreachable", code, isSent: isOpen };
}

/** HTTP's own: the server gave up waiting, or somebody on the way did, which says nothing of what was taken. */
const undecided = new Set([408, 499]);

/** Whether what was asked for surely was not done: it was not sent, or the server says that it refuses. */
export function isRefused(answer: StoreAnswer | WhyUnanswered): boolean {
  return answer.kind === "answer" ? isRefusal(answer.status) : !answer.isSent;
}

/** Of a status of HTTP. */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !undecided.has(status);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
