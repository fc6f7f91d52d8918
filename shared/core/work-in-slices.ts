// Long work on a thread that others wait for, slice by slice (docs/decisions/0072).

/** A window's other calls wait no longer than this, and what a slice was begun with. */
const sliceMs = 20;
/** How many small items are done between two looks at the clock: a small vault never looks. */
const itemsBetweenLooks = 16;

/** When others had their turn last, as far as it is known here; a program that has just started is in its first slice. */
let began = performance.now();

/** Has this thread been held for a slice? Then `othersTurn` is due. */
export function isSliceOver(): boolean {
  return performance.now() - began >= sliceMs;
}

/** Whether it is after so many small items of a long piece of work. */
export function isSliceOverAt(index: number): boolean {
  return index % itemsBetweenLooks === itemsBetweenLooks - 1 && isSliceOver();
}

/** Lets whatever else waits for this thread have its turn. */
export async function othersTurn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  began = performance.now();
}

/** Does a long piece of work item by item, and lets others have their turn in between. */
export async function inSlices<Item, Done>(
  items: Iterable<Item>,
  work: (item: Item) => Done,
): Promise<Done[]> {
  const done: Done[] = [];
  for (const item of items) {
    done.push(work(item));
    if (isSliceOverAt(done.length - 1)) await othersTurn();
  }
  return done;
}
