import { useState } from "react";
import {
  joinProgress,
  withStage,
  type ProbeProgress,
} from "../../../shared/core/diagnosis/probe-progress.ts";
import { useAnswer, useHostEvent } from "../../bridge/client.tsx";

const none: readonly ProbeProgress[] = [];

/** A context's check: whether one is under way, whoever began it and when, and how far its probes are. */
export function useChecking(name: string): {
  readonly isChecking: boolean;
  readonly progress: readonly ProbeProgress[];
} {
  const running = useAnswer("health.running", { name }, ["checks", "health"]);
  const [heard, setHeard] = useState({ name, probes: none });
  useHostEvent((event) => {
    // Of a check that goes on main knows what was heard before.
    if (event.kind === "health") setHeard({ name, probes: none });
    if (event.kind !== "checking" || event.context !== name) return;
    const { endpoint, node, stage } = event;
    setHeard((before) => {
      const probes = before.name === name ? before.probes : none;
      return { name, probes: withStage(probes, endpoint, node, stage) };
    });
  });
  if (running.value === null) return { isChecking: false, progress: none };
  const probes = heard.name === name ? heard.probes : none;
  return { isChecking: true, progress: joinProgress(running.value, probes) };
}
