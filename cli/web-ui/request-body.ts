import type { IncomingMessage } from "node:http";
import { limits } from "../../shared/core/limits.ts";

const longestCall = limits.pageCall.most;

/** Undefined for anything that is not JSON sent as JSON: a form of another site cannot send that. */
export async function readJson(
  request: IncomingMessage,
  longest = longestCall,
): Promise<unknown> {
  if (request.headers["content-type"] !== "application/json") return undefined;
  const bytes = await readBody(request, longest);
  try {
    return bytes === null ? undefined : JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Null when it is longer than it may be. */
export async function readBody(
  request: IncomingMessage,
  longest: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > longest) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
