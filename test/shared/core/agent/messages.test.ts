import { expect, test } from "vitest";
import { readAgentReply } from "../../../../shared/core/agent/messages.ts";
import { spokenReply } from "../../../../shared/core/agent/spoken-reply.ts";
import { errorCodes, vaultError } from "../../../../shared/core/errors.ts";

const answered = (change: object) => {
  const error = {
    ...vaultError("vault-busy", "It is busy.", "Wait."),
    ...change,
  };
  const reply = spokenReply({ ok: false, error, isFinal: true });
  return readAgentReply(JSON.parse(JSON.stringify(reply)));
};

test("an error of the agent has a code and actions of this release, or is none", () => {
  for (const code of errorCodes)
    expect(answered({ code })).toMatchObject({ error: { code } });
  expect(answered({ cause: "EBUSY", about: "prod" })).not.toBeNull();
  expect(answered({ code: "constructor" })).toBeNull();
  expect(answered({ actions: ["launch"] })).toBeNull();
  expect(answered({ severity: "fatal" })).toBeNull();
});
