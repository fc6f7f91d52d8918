import {
  useEffect,
  useSyncExternalStore,
  type ComponentType,
  type ReactNode,
} from "react";

const all = new Set<() => Promise<void>>();

/**
 * A component whose code is read when it is first drawn, or by `readAhead` before that: then it is drawn at once, as any other.
 * React's own `lazy` shows what stands in its place for 300 ms even then.
 * @param waiting what is shown meanwhile
 */
export function later<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  let part: ComponentType<Props> | null = null;
  const current = () => part;
  const listeners = new Set<() => void>();
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const load = async (): Promise<void> => {
    part ??= await read();
    for (const tell of listeners) tell();
  };
  all.add(load);
  return function Later(props: Props) {
    const Part = useSyncExternalStore(listen, current, current);
    useEffect(() => {
      if (Part === null) void load();
    }, [Part]);
    return Part === null ? waiting : <Part {...props} />;
  };
}

/** Reads the code of everything that comes later. */
export async function readAhead(): Promise<void> {
  await Promise.all([...all].map((load) => load()));
}

/** The same when nothing else is to do. Safari does not tell. */
export function readAheadWhenIdle(): void {
  const read = () => void readAhead();
  if ("requestIdleCallback" in globalThis) requestIdleCallback(read);
  else setTimeout(read);
}
