import { useState } from "react";

const step = 100;

/** The first of a long list, and more of it each time that somebody asks. */
export function useShowMore<T>(
  all: readonly T[],
  most: number,
): {
  readonly shown: readonly T[];
  readonly rest: number;
  readonly showMore: () => void;
} {
  const [count, setCount] = useState(most);
  return {
    shown: all.slice(0, count),
    rest: Math.max(0, all.length - count),
    showMore: () => setCount(count + step),
  };
}
