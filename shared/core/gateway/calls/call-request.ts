import type { DescMessage, Message } from "@bufbuild/protobuf";

// Loads no descriptor: rules about calls are asked by verbs that read none.

/** The first message of a call, read. */
export interface CallRequest {
  readonly schema: DescMessage;
  readonly message: Message;
}

/** Numbers of fields that a newer program sent and this release cannot name. */
export function unknownFields({ message }: CallRequest): readonly number[] {
  return (message.$unknown ?? []).map(({ no }) => no);
}

/** A text of a request's field; empty where the message has no such field. */
export function textField({ message }: CallRequest, name: string): string {
  const value = (message as unknown as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
}
