import { app, type Session, type WebContents } from "electron";
import { isPage, pageOrigin } from "./page-address.ts";

/** Denied by default, for every window and every session that there ever is. */
export function denyEverything(): void {
  app.on("session-created", denyInSession);
  app.on("web-contents-created", (_, contents) => denyNavigation(contents));
  app.on(
    "select-client-certificate",
    (event, _contents, _url, _list, choose) => {
      event.preventDefault();
      choose();
    },
  );
  app.on("certificate-error", (event, _contents, _url, _error, _crt, trust) => {
    event.preventDefault();
    trust(false);
  });
}

function denyInSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on("will-download", (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isAllowed(url) }),
  );
}

/** The page itself, and the developer tools of an app that is not installed. */
function isAllowed(url: string): boolean {
  const isTools = !app.isPackaged && url.startsWith("devtools://");
  return url.startsWith(`${pageOrigin}/`) || isTools;
}

function denyNavigation(contents: WebContents): void {
  const stay = (event: { preventDefault(): void }) => event.preventDefault();
  contents.on("will-navigate", (event, url) => {
    if (!isPage(url)) event.preventDefault();
  });
  contents.on("will-redirect", stay);
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame || !isPage(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", stay);
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
}
