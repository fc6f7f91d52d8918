import { useState } from "react";
import {
  joinWalks,
  withStage,
  type Walking,
} from "../../../shared/core/diagnosis/walking.ts";
import { useAnswer, useHostEvent } from "../../bridge/client.tsx";

const none: readonly Walking[] = [];

/** A context's check: whether one is under way, whoever began it and when, and how far its walks are. */
export function useChecking(name: string): {
  readonly isChecking: boolean;
  readonly walking: readonly Walking[];
} {
  const running = useAnswer("health.running", { name }, ["checks", "health"]);
  const [told, setTold] = useState({ name, walks: none });
  useHostEvent((event) => {
    // Of a check that goes on main knows what was told before.
    if (event.kind === "health") setTold({ name, walks: none });
    if (event.kind !== "checking" || event.context !== name) return;
    const { endpoint, node, stage } = event;
    setTold((before) => {
      const walks = before.name === name ? before.walks : none;
      return { name, walks: withStage(walks, endpoint, node, stage) };
    });
  });
  if (running.value === null) return { isChecking: false, walking: none };
  const walks = told.name === name ? told.walks : none;
  return { isChecking: true, walking: joinWalks(running.value, walks) };
}
