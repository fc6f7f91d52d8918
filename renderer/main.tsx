import { CSPProvider } from "@base-ui/react/csp-provider";
import { createRoot } from "react-dom/client";
import "./styles/tokens.css";
import "./styles/base.css";
import { keepNamesOutOfAddresses } from "./address-names.ts";
import { App } from "./app.tsx";
import { firstLook } from "./first-look.ts";
import { BridgeProvider } from "./bridge/client.tsx";
import { withOneListener } from "./bridge/one-listener.ts";
import { onceDrawn } from "./bridge/once-drawn.ts";
import { openBridge } from "./bridge/transport.ts";
import { VaultStateProvider } from "./bridge/vault-state.tsx";
import { UnlessHostGone } from "./features/vault/host-gone/index.ts";
import { UnlessFailed } from "./features/vault/unless-failed/index.ts";
import { PageAddressUsed } from "./features/vault/used-address/index.ts";
import { keepFilesOut } from "./features/imports/index.ts";
import { SentencesProvider } from "./features/names/sentence.tsx";
import { RowsProvider } from "./features/rows/index.ts";
import { ActionProvider } from "./features/actions/index.ts";
import { keepFocus } from "./keyboard/focus.ts";
import { keepPressesApart } from "./keyboard/layers.ts";
import { AnnouncerProvider } from "./ui/announcer.tsx";
import { ToastProvider } from "./ui/toasts.tsx";

const place = document.getElementById("root");
keepPressesApart();
keepFocus();
keepFilesOut();
if (window.talosVault === undefined) keepNamesOutOfAddresses();
if (place) void show(place);

async function show(element: HTMLElement): Promise<void> {
  const first = firstLook();
  const opened = await openBridge();
  const bridge = opened && first ? onceDrawn(opened) : opened;
  createRoot(element).render(
    <CSPProvider disableStyleElements>
      {bridge ? (
        <BridgeProvider bridge={withOneListener(bridge)}>
          <UnlessHostGone>
            <UnlessFailed>
              <RowsProvider>
                <SentencesProvider>
                  <VaultStateProvider>
                    <ActionProvider>
                      <ToastProvider>
                        <AnnouncerProvider>
                          <App first={first} />
                        </AnnouncerProvider>
                      </ToastProvider>
                    </ActionProvider>
                  </VaultStateProvider>
                </SentencesProvider>
              </RowsProvider>
            </UnlessFailed>
          </UnlessHostGone>
        </BridgeProvider>
      ) : (
        <PageAddressUsed />
      )}
    </CSPProvider>,
  );
}
