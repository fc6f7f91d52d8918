import { useState } from "react";
import type { Stage } from "../../../shared/core/diagnosis/probe.ts";
import { useHostEvent } from "../../bridge/client.tsx";

/** A walk that goes on. */
export interface Walking {
  readonly endpoint: string;
  readonly node: string | null;
  /** Stages that began, in their order. */
  readonly met: readonly Stage[];
}

const none: readonly Walking[] = [];

/** The walks of a context's check, live; none when no check is under way, whoever started it. */
export function useChecking(name: string): readonly Walking[] {
  const [walking, setWalking] = useState(none);
  useHostEvent((event) => {
    if (event.kind === "health") setWalking(none);
    if (event.kind !== "checking" || event.context !== name) return;
    const { endpoint, node, stage } = event;
    setWalking((before) => {
      const met = metOf(before, endpoint, node);
      const others = before.filter((one) => one.met !== met);
      return [...others, { endpoint, node, met: [...met, stage] }];
    });
  });
  return walking;
}

function metOf(
  walking: readonly Walking[],
  endpoint: string,
  node: string | null,
): readonly Stage[] {
  const found = walking.find(
    (one) => one.endpoint === endpoint && one.node === node,
  );
  return found?.met ?? [];
}
