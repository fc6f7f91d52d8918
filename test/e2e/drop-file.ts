import type { ElementHandle, Locator, Page } from "playwright-core";

/** Lets go of a file over a part of the page; says whether the browser was kept from opening it. */
export function dropFile(
  target: Locator,
  content: string | Uint8Array,
): Promise<boolean> {
  const bytes = [...Buffer.from(content)];
  return target.evaluate((element, numbers) => {
    const { DataTransfer, DragEvent, File } = globalThis as unknown as {
      DataTransfer: new () => { items: { add(file: unknown): void } };
      DragEvent: new (
        type: string,
        options: object,
      ) => {
        readonly defaultPrevented: boolean;
      };
      File: new (parts: Uint8Array[], name: string) => unknown;
    };
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(numbers)], "dropped"));
    const options = { bubbles: true, cancelable: true, dataTransfer };
    const event = new DragEvent("drop", options);
    (element as { dispatchEvent(event: unknown): boolean }).dispatchEvent(
      event,
    );
    return event.defaultPrevented;
  }, bytes);
}

/** Lets go of a file of the disk over the page: the desktop app asks for its path, and reads that itself. */
export async function dropDiskFile(page: Page, path: string): Promise<void> {
  const input = await page.evaluateHandle(() => {
    const { document } = globalThis as unknown as {
      document: { createElement(name: string): { type: string } };
    };
    return Object.assign(document.createElement("input"), { type: "file" });
  });
  const file = input.asElement();
  if (!file) throw new Error("an element that is none");
  await (file as ElementHandle).setInputFiles(path);
  await page.evaluate((chosen) => {
    const { DataTransfer, DragEvent, document } = globalThis as unknown as {
      DataTransfer: new () => { items: { add(file: unknown): void } };
      DragEvent: new (type: string, options: object) => unknown;
      document: { body: { dispatchEvent(event: unknown): void } };
    };
    const dataTransfer = new DataTransfer();
    const { files } = chosen as unknown as { files: readonly unknown[] };
    dataTransfer.items.add(files[0]);
    const options = { bubbles: true, cancelable: true, dataTransfer };
    document.body.dispatchEvent(new DragEvent("drop", options));
  }, input);
}
