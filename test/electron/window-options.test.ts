import { expect, test } from "vitest";
import { windowOptions } from "../../electron/desktop/window-options.ts";

test("every wall of the window is stated, in an installed app and in a developer's", () => {
  for (const isInstalled of [true, false]) {
    const { webPreferences } = windowOptions(
      {} as never,
      "/preload.cjs",
      isInstalled,
      { width: 1280, height: 820 },
    );
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isInstalled,
    });
  }
});
