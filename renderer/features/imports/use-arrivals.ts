import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type {
  FileSource,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import type { WireResult } from "../../../shared/contract/wire.ts";
import { useBridge, useCall } from "../../bridge/client.tsx";
import { isUnderLayer } from "../../keyboard/layers.ts";
import { go } from "../../routes.ts";

export type Source = FileSource;

/** Hands a file over when it is its turn: few are kept for a page at once. Null: it could not be. */
type HandOver = () => Promise<Source | null>;
type Opened = WireResult<ImportPreview | null>;

/** Opens a file, once: whoever asks again, since they left meanwhile, gets the same. Null: it could not be handed over. */
export type Waiting = () => Promise<Opened | null>;

/** Files that were dropped on the window, wherever, or several that were chosen, and are not looked at yet. */
export interface Arrivals {
  readonly waiting: readonly Waiting[];
  /** Another one each time that something is dropped. */
  readonly turn: number;
  /** That one is looked at now. */
  readonly take: (file: Waiting) => void;
  /** More of them, chosen and not dropped. */
  readonly add: (files: readonly HandOver[]) => void;
  /** Files are held over the window. */
  readonly isOver: boolean;
  /** Paths of found files that somebody does not want to look at now. */
  readonly declined: ReadonlySet<string>;
  readonly decline: (path: string) => void;
}

/** Takes what is dropped on the open vault, all of it, and leads to the page that imports; not while a dialog is open. */
export function useArrivals(): Arrivals {
  const bridge = useBridge();
  const call = useCall();
  const [isOver, setIsOver] = useState(false);
  const [{ waiting, turn }, setArrived] = useState<
    Pick<Arrivals, "waiting" | "turn">
  >({ waiting: [], turn: 0 });
  const add = useCallback(
    (files: readonly HandOver[]) => {
      const open = async (handOver: HandOver): Promise<Opened | null> => {
        const source = await handOver();
        return source && call("imports.open", source);
      };
      const opening = files.map((file) => once(() => open(file)));
      setArrived((before) => ({
        waiting: [...before.waiting, ...opening],
        turn: before.turn + 1,
      }));
    },
    [call],
  );
  useFiles(setIsOver, (files) => {
    add(files.map((file) => () => bridge.openDropped(file)));
    go({ page: "import" });
  });
  const take = useCallback(
    (file: Waiting) =>
      setArrived((before) => ({
        ...before,
        waiting: before.waiting.filter((one) => one !== file),
      })),
    [],
  );
  const [declined, setDeclined] = useState<ReadonlySet<string>>(new Set());
  const decline = useCallback(
    (path: string) => setDeclined((before) => new Set([...before, path])),
    [],
  );
  return useMemo(
    () => ({ waiting, turn, take, add, isOver, declined, decline }),
    [waiting, turn, take, add, isOver, declined, decline],
  );
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => (begun ??= work());
}

function useFiles(
  onOver: (isOver: boolean) => void,
  onDrop: (files: readonly File[]) => void,
): void {
  const latest = useRef({ onOver, onDrop });
  useEffect(() => {
    latest.current = { onOver, onDrop };
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      const canDrop = hasFiles(event) && !isUnderLayer();
      if (canDrop && event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      latest.current.onOver(canDrop);
    };
    // From one part of the page to another is not away.
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) latest.current.onOver(false);
    };
    const drop = (event: DragEvent) => {
      latest.current.onOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && !isUnderLayer()) latest.current.onDrop(files);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, []);
}

/** A browser would leave the page for a file that is dropped on it, and show the keys in it. Runs as long as the page. */
export function keepFilesOut(): void {
  const refuse = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  };
  for (const type of ["dragover", "drop"] as const)
    window.addEventListener(type, refuse, { capture: true });
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") ?? false;
}
