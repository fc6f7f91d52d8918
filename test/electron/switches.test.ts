import { expect, test } from "vitest";
import { refusedSwitches } from "../../electron/security/switches.ts";

test.each([
  "--no-sandbox",
  "-no-sandbox",
  "--No-Sandbox",
  "--gpu-launcher=/tmp/x",
  "--renderer-cmd-prefix=/tmp/x",
  "--utility-cmd-prefix=/tmp/x",
  "--ssl-key-log-file=/tmp/keys",
  "--no-zygote",
  "--disable-web-security",
])("%s is refused by every build", (one) => {
  const name = one.replace(/=.*/, "");
  expect(refusedSwitches(["app", one], true)).toEqual([name]);
  expect(refusedSwitches(["app", one], false)).toEqual([name]);
});

test.each([
  "--remote-debugging-port=0",
  "--remote-debugging-pipe",
  "--inspect=0",
  "--js-flags=--expose-gc",
  "--load-extension=/tmp/x",
  "--user-data-dir=/tmp/x",
  "--proxy-server=example.com",
  "--enable-features=Anything",
  "--log-net-log=/tmp/x",
  "--some-switch-of-tomorrow",
])("%s is not for an installed app", (one) => {
  expect(refusedSwitches([one], true)).toEqual([one.replace(/=.*/, "")]);
});

test("what says how it looks is for everybody", () => {
  const looks = ["--ozone-platform=wayland", "--lang=de", "--disable-gpu"];
  expect(refusedSwitches(looks, true)).toEqual([]);
});

test("a file's name and what stands behind -- is no switch", () => {
  expect(refusedSwitches(["talosconfig", "--", "--no-sandbox"], true)).toEqual(
    [],
  );
  expect(refusedSwitches(["-", ""], true)).toEqual([]);
});
