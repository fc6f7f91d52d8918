import * as v from "valibot";
import { expect, test } from "vitest";
import { contract } from "../../../../shared/contract/index.ts";
import { readAgentRequest } from "../../../../shared/core/agent/messages.ts";
import { protocol } from "../../../../shared/core/agent/protocol.ts";
import type { ContextEdit } from "../../../../shared/core/vault/context-edit.ts";

/** Every field that a window can say. */
const edit: Required<Omit<ContextEdit, "isForced" | "isAgreed" | "guard">> = {
  endpoints: ["10.0.0.1"],
  nodes: ["10.0.0.2"],
  cluster: "c",
  proxyUrl: "socks5://10.0.0.9:1080",
  labels: JSON.parse(
    '{"team":"infra","old":null,"constructor":"x","__proto__":"y"}',
  ) as Record<string, string | null>,
  color: "red",
  production: true,
  favorite: false,
  note: "n",
  sessionRoles: ["os:reader"],
  sessionTtlSeconds: 600,
  consent: "always",
};

const asked = { name: "prod", edit };

test("an edit comes whole from a window", () => {
  const { request } = contract["contexts.edit"];
  const read = v.safeParse(request, JSON.parse(JSON.stringify(asked)));
  expect(read.success && JSON.stringify(read.output)).toBe(
    JSON.stringify(asked),
  );
});

test("an edit comes whole through the agent's socket, whatever its labels are called", () => {
  const change = { kind: "edit", ...asked };
  const sent = JSON.stringify({ protocol, verb: "change", change });
  const read = readAgentRequest(JSON.parse(sent));
  expect(read).toMatchObject({ verb: "change" });
  expect(
    typeof read === "object" &&
      read.verb === "change" &&
      JSON.stringify(read.change),
  ).toBe(JSON.stringify(change));
});
