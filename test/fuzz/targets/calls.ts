import * as fc from "fast-check";
import { channelNames } from "../../../shared/contract/channels.ts";
import { channelRequests } from "../../doubles/channel-requests.ts";
import { openHost } from "../../doubles/memory-host.ts";
import { editJson, jsonEdits } from "../mutate.ts";
import { seedPem, seedTalosconfig } from "../seeds.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const talosconfig = seedTalosconfig.toString("utf8");
const own = [...talosconfig.matchAll(/key: (\S+)/g)].map(([, key = ""]) => key);
const inPem = own.map(
  (key) => Buffer.from(key, "base64").toString("utf8").split("\n")[1] ?? "",
);
const [, signer = ""] = /PRIVATE KEY-----\n(\S{40})/.exec(seedPem.toString("utf8")) ?? []; // prettier-ignore

const call = fc.record({
  channel: fc.constantFrom(...channelNames),
  /** Of the request that the channel expects. */
  edits: jsonEdits,
});

/** A window that calls every channel with requests that nearly fit, in any order. */
export const callsTarget: OpenTarget = async () =>
  target({
    name: "calls",
    inputs: fc.array(call, { minLength: 1, maxLength: 12 }),
    budgetMs: 30_000,
    check: async (calls) => {
      const memory = await openHost(talosconfig);
      memory.clipboard = talosconfig;
      memory.chosenFile = "/home/you/.talos/config";
      memory.files.set("/secrets.pem", seedPem.toString("utf8"));
      memory.passphrase = "a passphrase of nobody";
      memory.typedRecoveryKey = memory.shownRecoveryKey;
      const requests = await channelRequests(memory).catch(() => null);
      let said = "";
      for (const { channel, edits } of calls) {
        const request = editJson(requests?.[channel] ?? {}, edits);
        const reply = await memory.host.call(channel, request);
        said += JSON.stringify(reply);
      }
      said += JSON.stringify(memory.events);
      const bugs = memory.bugs.map((bug) => (bug instanceof Error ? bug.stack : String(bug))); // prettier-ignore
      holds(bugs.length === 0, `no call is a bug: ${bugs.join("; ")}`);
      const items = [...memory.vault.items.values()].join(" ");
      const identities = items.match(/AGE-SECRET-KEY-[0-9A-Z]+/g) ?? [];
      for (const secret of [...own, ...inPem, ...identities, signer, memory.shownRecoveryKey]) // prettier-ignore
        holds(secret === "" || !said.includes(secret), "no key reaches a window"); // prettier-ignore
    },
  });
