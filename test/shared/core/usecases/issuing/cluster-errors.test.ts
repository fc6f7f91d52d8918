import { expect, test } from "vitest";
import { notProbed } from "../../../../../shared/core/diagnosis/probe.ts";
import { clusterError } from "../../../../../shared/core/usecases/issuing/cluster-errors.ts";

const now = new Date("2026-11-30T00:00:00Z");

const tried = (endpoint: string, code: string) => ({
  endpoint,
  probe: {
    ...notProbed(code, ""),
    trouble: { stage: "connect", code, text: "", alert: null } as const,
  },
});

const given = (endpoints: readonly string[]) => ({
  context: "prod",
  config: { endpoints, nodes: [] },
  now,
});

test("one endpoint has its reason alone", () => {
  const { message } = clusterError({
    ...given(["10.0.0.1"]),
    ...tried("10.0.0.1", "ECONNREFUSED"),
  });
  expect(message).toMatch(/10\.0\.0\.1/);
  expect(message).not.toContain("The same");
});

test("each endpoint that failed is told, those of one reason together", () => {
  const { message } = clusterError(
    { ...given(["10.0.0.1"]), ...tried("10.0.0.1", "ECONNREFUSED") },
    [
      tried("10.0.0.2", "ETIMEDOUT"),
      tried("10.0.0.3", "ECONNREFUSED"),
      tried("10.0.0.4", "ECONNREFUSED"),
    ],
  );
  expect(message).toMatch(
    /10\.0\.0\.1.* The same with 10\.0\.0\.3, 10\.0\.0\.4\. .*10\.0\.0\.2/,
  );
});
