import { useEffect, useState } from "react";
import { useCall } from "../../bridge/client.tsx";
import { noCalls, type KnownCalls } from "./calls.ts";
import { followCalls } from "./follow-calls.ts";

/** The calls of one session's gateway while somebody looks at them; null: it does not answer any more. */
export function useCalls(id: string): KnownCalls | null {
  const call = useCall();
  const [known, setKnown] = useState<KnownCalls | null>(noCalls);
  useEffect(() => {
    const ask = async (after: number) => {
      const asked = await call("sessions.calls", { id, after });
      return asked.ok ? asked.value : null;
    };
    return followCalls(ask, setKnown);
  }, [call, id]);
  return known;
}
