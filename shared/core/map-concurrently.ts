/** Does the work for every item, so many at once, in the order of the items; one that is slow delays no other. */
export async function mapConcurrently<Item, Done>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Done>,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = next;
      const item = items[index];
      if (index >= items.length || item === undefined) return;
      next += 1;
      done[index] = await work(item);
    }
  };
  const workers = Math.min(atOnce, items.length);
  await Promise.all(Array.from({ length: workers }, worker));
  return done;
}
