import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  type ReactNode,
} from "react";
import type { Bridge } from "../../shared/contract/bridge.ts";
import type { HostEvent } from "../../shared/contract/events.ts";
import type {
  ChannelName,
  ReplyOf,
  RequestOf,
} from "../../shared/contract/index.ts";
import type { WireError, WireResult } from "../../shared/contract/wire.ts";
import { useLatest } from "./latest.ts";

const BridgeContext = createContext<Bridge | null>(null);

export function BridgeProvider({
  bridge,
  children,
}: {
  readonly bridge: Bridge;
  readonly children: ReactNode;
}) {
  return (
    <BridgeContext.Provider value={bridge}>{children}</BridgeContext.Provider>
  );
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error("no bridge above this component");
  return bridge;
}

export type Call = <Name extends ChannelName>(
  name: Name,
  request: RequestOf<Name>,
) => Promise<WireResult<ReplyOf<Name>>>;

/** Asks main. The function stays the same between renders. */
export function useCall(): Call {
  const bridge = useBridge();
  return useCallback(
    <Name extends ChannelName>(name: Name, request: RequestOf<Name>) =>
      bridge.call[name](request),
    [bridge],
  );
}

/** Calls the listener for every event of main, while the component is there. */
export function useHostEvent(listener: (event: HostEvent) => void): void {
  const bridge = useBridge();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => bridge.onEvent((event) => latest.current(event)), [bridge]);
}

/** What main answered, or is still to answer; the last good answer stays while a newer one is fetched. */
export interface Answer<T> {
  readonly value: T | null;
  readonly error: WireError | null;
  readonly reload: () => void;
}

/** Asks main at once and again whenever one of these events happens. The request is compared by its JSON. */
export function useAnswer<Name extends ChannelName>(
  name: Name,
  request: RequestOf<Name>,
  on: readonly HostEvent["kind"][],
): Answer<ReplyOf<Name>> {
  const bridge = useBridge();
  const key = JSON.stringify(request);
  const [answer, setAnswer] = useState<{
    readonly key: string;
    readonly value: ReplyOf<Name> | null;
    readonly error: WireError | null;
  }>({ key, value: null, error: null });
  const begin = useLatest();
  const load = useCallback(() => {
    const isLatest = begin();
    const parsed = JSON.parse(key) as RequestOf<Name>;
    const ask = async (): Promise<void> => {
      const result = await bridge.call[name](parsed);
      if (!isLatest()) return;
      setAnswer((before) => ({
        key,
        value: result.ok
          ? result.value
          : before.key === key
            ? before.value
            : null,
        error: result.ok ? null : result.error,
      }));
    };
    void ask();
  }, [bridge, name, key, begin]);
  useEffect(load, [load]);
  useHostEvent(({ kind }) => {
    if (on.includes(kind)) load();
  });
  const isFresh = answer.key === key;
  return {
    value: isFresh ? answer.value : null,
    error: isFresh ? answer.error : null,
    reload: load,
  };
}
