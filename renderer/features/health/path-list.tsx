import { Steps } from "../../ui/steps.tsx";
import type { Link } from "./network-path.ts";

/** From this computer to the node, link by link. */
export function PathList({
  to,
  links,
}: {
  readonly to: string;
  readonly links: readonly Link[];
}) {
  return (
    <Steps
      label={`Connection path to ${to}`}
      steps={links.map(({ name, state, ms }) => ({
        name,
        state,
        words: state === "done" ? passedWords(ms) : words[state],
      }))}
    />
  );
}

const words = {
  current: "now…",
  broken: "broken here",
  open: "not reached",
};

function passedWords(ms: number | null): string {
  return ms === null ? "passed" : `passed, ${String(ms)} ms`;
}
