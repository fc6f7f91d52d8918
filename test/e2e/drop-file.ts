import type { Locator } from "playwright-core";

/** Lets go of a file over a part of the page; says whether the browser was kept from opening it. */
export function dropFile(target: Locator, content: string): Promise<boolean> {
  return target.evaluate((element, text) => {
    const { DataTransfer, DragEvent, File } = globalThis as unknown as {
      DataTransfer: new () => { items: { add(file: unknown): void } };
      DragEvent: new (
        type: string,
        options: object,
      ) => {
        readonly defaultPrevented: boolean;
      };
      File: new (parts: string[], name: string) => unknown;
    };
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "dropped"));
    const options = { bubbles: true, cancelable: true, dataTransfer };
    const event = new DragEvent("drop", options);
    (element as { dispatchEvent(event: unknown): boolean }).dispatchEvent(
      event,
    );
    return event.defaultPrevented;
  }, content);
}
