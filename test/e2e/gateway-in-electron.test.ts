import { afterAll, beforeAll, expect, test } from "vitest";
import { runGatewaysIn } from "../doubles/tested-gateway.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronGateways } from "./electron-gateways.ts";
import { installedElectron } from "./electron-install.ts";

describeE2e(
  "a gateway in Electron's main process",
  ["electron", "shared"],
  async () => {
    let display: Display;
    let gateways: ElectronGateways;

    beforeAll(async () => {
      display = await Display.start();
      const { executable, isStandIn } = installedElectron();
      gateways = await ElectronGateways.start(executable, isStandIn, display);
      // The stand-in's Node is an older one.
      runGatewaysIn((options) => gateways.open(options), !isStandIn);
    });

    afterAll(() => {
      runGatewaysIn(null);
      gateways.stop();
      display.stop();
    });

    test("is in one", () => {
      expect(gateways.electron).toMatch(/^\d+\./);
    });

    // The same tests as in Node; they put themselves into this suite.
    await import("../shared/node/gateway/passing-on.test.ts");
    await import("../shared/node/gateway/held-calls.test.ts");
    await import("../shared/node/gateway/talosctl.test.ts");
  },
);
