import { expect, test } from "vitest";
import { sayKept } from "../../../cli/commands/contexts/remove.ts";

test.each([
  ["lab", true],
  ["prod", false],
])(
  "with the current context %s it is said whether none is current now",
  (current, isSaid) => {
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    sayKept({ say }, ["lab", "lab-2"], { now: new Date(), current });
    const text = "No context is current now. Choose one: talos-vault use NAME";
    expect(lines.includes(text)).toBe(isSaid);
  },
);
