/** A window's other calls wait no longer than this, and what a slice was begun with. */
const sliceMs = 20;

/** Does a long piece of work item by item, and lets whatever else waits for this thread have its turn in between. */
export async function inSlices<Item, Done>(
  items: readonly Item[],
  work: (item: Item) => Done,
): Promise<Done[]> {
  const done: Done[] = [];
  let began = performance.now();
  for (const item of items) {
    done.push(work(item));
    if (performance.now() - began < sliceMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  return done;
}
