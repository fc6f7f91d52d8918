import { describe, expect, test } from "vitest";
import {
  authorityName,
  canFinish,
  reissuedText,
  type Reissued,
  rotationSteps,
  signerText,
} from "../../../renderer/features/clusters/rotation/rotation-steps.ts";

const held = ["a1".repeat(32), "b2".repeat(32)].map((fingerprint) => ({
  fingerprint,
  notBefore: "2026-11-24T12:00:00Z",
  notAfter: "2036-11-24T12:00:00Z",
}));
const [newest = "", older = ""] = held.map(({ fingerprint }) => fingerprint);

describe("a rotation in steps", () => {
  const current = (phase: Parameters<typeof rotationSteps>[0]) =>
    rotationSteps(phase).find(({ state }) => state === "current")?.name;

  test("each phase has the step that comes next", () => {
    expect(current("unseen")).toBeUndefined();
    expect(current("no-endpoints")).toBeUndefined();
    expect(current("steady")).toBe("The cluster gets a new CA");
    expect(current("rotated-away")).toBe("Every context holds both CAs");
    expect(current("prepared")).toBe("The node shows the new CA");
    expect(current("swapped")).toBe(
      "Every context has a credential of the new CA",
    );
    expect(current("done")).toBe("The old CA is removed");
  });

  test("the old CA can go only after the swap", () => {
    expect(canFinish("prepared")).toBe(false);
    expect(canFinish("rotated-away")).toBe(false);
    expect(canFinish("swapped")).toBe(true);
    expect(canFinish("done")).toBe(true);
  });
});

describe("whose credential is of which CA", () => {
  test("is told by age and fingerprint", () => {
    expect(authorityName(held, newest)).toBe("new CA a1a1a1a1");
    expect(authorityName(held, older)).toBe("old CA b2b2b2b2");
    expect(authorityName(held.slice(0, 1), newest)).toBe("CA a1a1a1a1");
    const one = { name: "prod", hasCertificate: true, signedBy: older };
    expect(signerText(held, one)).toBe("old CA b2b2b2b2");
    expect(signerText(held, { ...one, signedBy: null })).toBe(
      "none that is held",
    );
    expect(signerText(held, { ...one, hasCertificate: false })).toBe(
      "no certificate",
    );
  });

  test("and what became of it is said", () => {
    const text = (outcome: Reissued["outcome"], notAfter: string | null) =>
      reissuedText({ name: "a", outcome, notAfter, problem: null });
    expect(text("renewed", "2027-11-24T12:00:00Z")).toBe(
      "new until 2027-11-24",
    );
    expect(text("kept", null)).toBe("has one already");
    expect(text("none", null)).toBe("has no certificate");
    expect(text("failed", null)).toBe("keeps the old one");
  });
});
