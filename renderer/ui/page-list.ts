import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import {
  createContext,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
} from "react";

/** What scrolls the page that a component is on. */
export const PageScroller = createContext<HTMLElement | null>(null);

/**
 * A long list that scrolls with its page: only what can be seen is drawn. `ref` is for the element that is as tall as all of it;
 * `top` is where it begins on the page, and the places of items are counted from there.
 */
export function usePageList({
  count,
  estimateSize,
  overscan,
}: {
  readonly count: number;
  /** In pixels; the same function at every render. */
  readonly estimateSize: () => number;
  readonly overscan: number;
}): {
  readonly list: Virtualizer<HTMLElement, Element>;
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly top: number;
} {
  const page = useContext(PageScroller);
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!page || !element) return;
    const measure = () => {
      const { top: own } = element.getBoundingClientRect();
      const begin = own - page.getBoundingClientRect().top + page.scrollTop;
      setTop(Math.round(begin));
    };
    // What stands above it grows and shrinks, and its part of the page with that.
    const sized = new ResizeObserver(measure);
    for (const part of page.children) sized.observe(part);
    measure();
    return () => sized.disconnect();
  }, [page]);
  const list = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => page,
    estimateSize,
    overscan,
    scrollMargin: top,
  });
  return { list, ref, top };
}
