import { usePageList } from "../../ui/page-list.ts";
import type {
  ImportPreview,
  PreviewedContext,
} from "../../../shared/contract/imports.ts";
import styles from "./import.module.css";
import { PreviewItem, usualChoice, type Choice } from "./preview-item.tsx";

const usualHeight = 92;
const estimateSize = () => usualHeight;

/** The contexts of a file; only those that can be seen are drawn, and each is as tall as it needs to be. */
export function PreviewList({
  contexts,
  from,
  chosen,
  onChoose,
}: {
  readonly contexts: readonly PreviewedContext[];
  readonly from: ImportPreview["from"];
  readonly chosen: ReadonlyMap<string, Choice>;
  readonly onChoose: (name: string, choice: Choice) => void;
}) {
  const { list, ref, top } = usePageList({
    count: contexts.length,
    estimateSize,
    overscan: 4,
  });
  const items = list.getVirtualItems();
  return (
    <div
      ref={ref}
      className={styles["whole"]}
      style={{ height: list.getTotalSize() }}
    >
      <ul
        className={styles["list"]}
        style={{
          transform: `translateY(${String((items[0]?.start ?? top) - top)}px)`,
        }}
      >
        {items.map(({ key, index }) => {
          const context = contexts[index];
          return context ? (
            <PreviewItem
              key={key}
              place={index}
              measure={list.measureElement}
              context={context}
              from={from}
              choice={chosen.get(context.name) ?? usualChoice(context)}
              onChoose={(choice) => onChoose(context.name, choice)}
            />
          ) : null;
        })}
      </ul>
    </div>
  );
}
