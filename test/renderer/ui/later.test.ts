import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { later, readAhead } from "../../../renderer/ui/later.tsx";

test("what comes later is drawn at once when it was read ahead, and is read once", async () => {
  const read = vi.fn(
    async () =>
      ({ name }: { readonly name: string }) =>
        name,
  );
  const Part = later(read, () => "waiting");
  const drawn = () => renderToString(createElement(Part, { name: "the part" }));
  expect(drawn()).toBe("waiting");
  await readAhead();
  expect(drawn()).toBe("the part");
  await readAhead();
  expect(read).toHaveBeenCalledOnce();
});
