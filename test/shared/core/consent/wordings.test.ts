import { expect, test } from "vitest";
import {
  questionText,
  questionWordings,
} from "../../../../shared/core/consent/question-text.ts";
import { questionAbout } from "../../../doubles/scripted-person.ts";

const question = questionAbout("session");
const link = (name: string, pid: number) => ({
  ...question.process,
  name,
  path: `/nix/store/${"0".repeat(32)}-${name}/bin/${name}`,
  process: { ...question.process.process, pid },
});
const long = {
  ...question,
  reason: "because ".repeat(60),
  process: {
    ...link("talos-vault", 7),
    cwd: `/home/${"deep/".repeat(60)}infra`,
    chain: ["node", "agent", "make", "zsh"].map((name, at) =>
      link(name, 6 - at),
    ),
  },
};

test("a place that takes less is told less of who asks and why, and all of what happens", () => {
  const wordings = questionWordings(long);
  const lengths = wordings.map((wording) => wording.length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  for (const wording of wordings) {
    expect(wording.startsWith(`${long.text}\n`)).toBe(true);
    expect(wording).toContain(long.process.path);
  }
  expect(wordings[0]).toBe(questionText(long));
  expect(wordings[1]).toContain(" ← node (6) ← agent (5) ← make (4) ← zsh (3)");
  expect(wordings[2]).toContain(" ← 3 programs ← zsh (3)");
  expect(wordings[3]).toContain("because … (it goes on)\n");
  expect(wordings[3]).toContain("deep/infra.");
  expect(Buffer.byteLength(wordings[3] ?? "")).toBeLessThan(800);
});

test("a short question is the same in each wording", () => {
  const alone = { ...question, process: { ...question.process, chain: [] } };
  expect(new Set(questionWordings(alone)).size).toBe(1);
});
