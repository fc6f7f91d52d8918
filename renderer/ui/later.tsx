import { useEffect, useState, type ComponentType } from "react";

const all = new Set<() => Promise<unknown>>();

/**
 * A component whose code is read when it is first drawn, or by `readAhead` before that: then it is drawn at once, as any other.
 * Where it cannot be read, drawing it throws, for `UnlessFailed` to say; whoever draws it anew tries again.
 * @param Waiting what is shown meanwhile
 */
export function later<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType = Nothing,
): ComponentType<Props> {
  let part: ComponentType<Props> | null = null;
  const load = async (): Promise<ComponentType<Props>> => {
    part ??= await read();
    return part;
  };
  all.add(load);
  return function Later(props: Props) {
    const [{ Part, failure }, setRead] = useState<Read<Props>>({ Part: part });
    useEffect(() => {
      if (Part !== null) return;
      load().then(
        (now) => setRead({ Part: now }),
        (cause: unknown) =>
          setRead({ Part: null, failure: new Error("not read", { cause }) }),
      );
    }, [Part]);
    if (failure !== undefined) throw failure;
    return Part === null ? <Waiting /> : <Part {...props} />;
  };
}

const Nothing = () => null;

interface Read<Props> {
  readonly Part: ComponentType<Props> | null;
  readonly failure?: Error;
}

/** Reads the code of everything that comes later. What cannot be read is tried again, and said, when it is drawn. */
export async function readAhead(): Promise<void> {
  await Promise.allSettled([...all].map((load) => load()));
}

/** The same when nothing else is to do. Safari does not tell. */
export function readAheadWhenIdle(): void {
  const read = () => void readAhead();
  if ("requestIdleCallback" in globalThis) requestIdleCallback(read);
  else setTimeout(read);
}
