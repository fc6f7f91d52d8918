import { expect, test } from "vitest";
import { judgeIssue } from "../../../../shared/core/usecases/judge-issue.ts";

const now = new Date("2026-11-24T12:00:00Z");
const judge = (...roles: string[]) =>
  judgeIssue(
    {
      authority: {
        fingerprint: "00",
        notAfter: new Date("2036-01-01T00:00:00Z"),
      },
      base: { endpoints: [], nodes: [] },
      roles,
      ttlSeconds: 3600,
      acceptsCustomRoles: true,
      isForced: true,
    },
    now,
  );

test.each(["team:sre", "team ä 漢", "os:reader"])("%s is a role", (role) => {
  expect(judge(role)).toBeNull();
});

test.each([
  ["an escape", "team\u001b[2J"],
  ["NUL", "os:admin\0"],
  ["an end of line", "a\nb"],
  ["DEL", "a\u007fb"],
  ["a C1 control", "a\u009bb"],
  ["half a character", "a\ud800"],
])("a role with %s is refused, whatever is forced", (_, role) => {
  const refusal = judge("os:reader", role);
  expect(refusal).toMatchObject({ code: "context-invalid" });
  expect(refusal?.message).not.toContain(role);
});
