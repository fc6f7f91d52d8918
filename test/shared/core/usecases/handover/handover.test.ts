import { logEndOf } from "../../../../../shared/core/usecases/audit/kept-head.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAuthority } from "../../../../../shared/core/authorities/read-authority.ts";
import { readReceipt } from "../../../../../shared/core/handover/receipt.ts";
import { limits } from "../../../../../shared/core/limits.ts";
import { readRequest } from "../../../../../shared/core/handover/request.ts";
import { pem, readPem } from "../../../../../shared/core/pki/pem.ts";
import { vaultError } from "../../../../../shared/core/errors.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { storeAuthority } from "../../../../../shared/core/usecases/authorities/store-authority.ts";
import {
  acceptAnswer,
  judgeAnswer,
  takeAnswer,
} from "../../../../../shared/core/usecases/handover/accept-answer.ts";
import {
  giveAccess,
  type GiveOrder,
} from "../../../../../shared/core/usecases/handover/give-access.ts";
import {
  listHandovers,
  takeReceipt,
} from "../../../../../shared/core/usecases/handover/list-handovers.ts";
import { requestAccess } from "../../../../../shared/core/usecases/handover/own-requests.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import {
  requestDays,
  withoutOldRequests,
} from "../../../../../shared/core/vault/requests.ts";
import { atTheEdge, expectRefusal } from "../../../../doubles/at-the-edge.ts";
import {
  contextOf,
  TestAuthority,
  type KeyKind,
} from "../../../../doubles/certificates.ts";
import { documentOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { MemoryLedger } from "../../../../doubles/memory-ledger.ts";
import { ScriptedTalosApi } from "../../../../doubles/scripted-talos-api.ts";

const now = new Date(Date.now() + 60_000);
const later = (ms: number) => new Date(now.getTime() + ms);
const hourMs = 3_600_000;
const ledger = new MemoryLedger();
const ports = {
  clock: { now: () => now, monotonicMs: () => 0 },
  random: { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }, // prettier-ignore
  ledger,
  talos: new ScriptedTalosApi(),
};
const bytesOf = (text: string) => new TextEncoder().encode(text);

let authority: TestAuthority;
let other: TestAuthority;
let sender: VaultDocument;

/** A vault with a cluster's authority, and an os:admin context of it. */
function senderOf(of: TestAuthority): VaultDocument {
  const { crt, key } = of.pair;
  const admin = {
    ...contextOf(crt, of.client()),
    proxyUrl: "http://me:hunter2@proxy.example:3128",
  };
  const open = must(readAuthority(bytesOf(crt + key), now));
  return storeAuthority(documentOf({ prod: admin }), open, now);
}

beforeAll(() => {
  authority = new TestAuthority();
  other = new TestAuthority("p256");
  sender = senderOf(authority);
});
afterAll(() => {
  authority.dispose();
  other.dispose();
});

/** A vault of somebody who asked, and what they send. */
async function asked(name = "Ada", at = now) {
  let document: VaultDocument = documentOf({});
  const made = must(
    await requestAccess(
      {
        clock: { now: () => at },
        change: async (change) => {
          const changed = change(document);
          if (changed.ok) document = changed.value;
          return changed;
        },
      },
      name,
    ),
  );
  return { document, text: made.text, key: made.key };
}

async function given(
  request: string,
  more: Partial<Omit<GiveOrder, "request">> &
    Partial<GiveOrder["request"]> = {},
  from = sender,
) {
  const { to = "Ada", ...order } = more as Partial<GiveOrder>;
  let answer = new Uint8Array();
  const issued = await giveAccess(
    ports,
    from,
    {
      context: "prod",
      recipient: {
        kind: "request",
        request: must(readRequest(bytesOf(request))),
      },
      acceptsCustomRoles: false,
      isForced: false,
      ...order,
      to,
      request: {
        kind: "issue",
        reason: "on call this week",
        ...order.request,
        to: "handover",
      },
    },
    async (bytes) => {
      answer = new Uint8Array(bytes);
      return success(undefined);
    },
  );
  return { issued, answer };
}

describe.each<KeyKind>(["ed25519", "p256", "rsa2048"])(
  "a hand-over by an authority with a key of %s",
  (kind) => {
    test("gives what was asked for, to the key that asked, and the receipt closes it", async () => {
      const ca = kind === "ed25519" ? authority : new TestAuthority(kind);
      const from = senderOf(ca);
      const { document, text } = await asked();
      const { issued, answer } = await given(text, {}, from);
      must(issued);
      const judged = must(judgeAnswer(document, answer, now));
      expect(judged).toMatchObject({
        to: "Ada",
        reason: "on call this week",
        name: "prod",
        roles: ["os:reader"],
        config: { proxyUrl: "http://proxy.example:3128" },
      });
      expect(judged.certificate.notAfter.getTime() - now.getTime()).toBeLessThanOrEqual(8 * hourMs); // prettier-ignore
      const accepted = must(await acceptAnswer(document, answer, null, now));
      const context = accepted.document.contexts.get("prod");
      expect(context?.metadata.certificate?.roles).toEqual(["os:reader"]);
      expect(accepted.document.current).toBe("prod");
      must(await takeReceipt(ports, bytesOf(accepted.receipt)));
      const [latest] = must(await listHandovers(ports));
      expect(latest).toMatchObject({
        context: "prod",
        to: "Ada",
        roles: ["os:reader"],
        serial: must(issued).serial,
        acceptedAt: now.toISOString(),
      });
      if (ca !== authority) ca.dispose();
    });
  },
);

test("what is accepted is guarded as what the vault has of the same cluster", async () => {
  const { document, text } = await asked();
  const { answer } = await given(text);
  const [eu] = sender.contexts.values();
  if (!eu) throw new Error("no context");
  const marked = { ...eu, metadata: { ...eu.metadata, production: true } };
  const before = { ...document, contexts: new Map([["eu", marked]]) };
  const accepted = must(await acceptAnswer(before, answer, null, now));
  const context = accepted.document.contexts.get(accepted.as);
  expect(context?.metadata.production).toBe(true);
});

test("neither request nor answer nor receipt has a byte of a private key", async () => {
  const { document, text, key } = await asked();
  const { answer } = await given(text);
  const { receipt, document: after } = must(
    await acceptAnswer(document, answer, null, now),
  );
  const secrets = [
    key.reveal(),
    sender.contexts.get("prod")?.config.key?.reveal() ?? "",
    authority.pair.key,
    after.contexts.get("prod")?.config.key?.reveal() ?? "",
  ];
  const contents = [text, new TextDecoder().decode(answer), receipt].map(
    (one) => Buffer.from(readPem(bytesOf(one))[0]?.der ?? new Uint8Array()),
  );
  for (const secret of secrets) {
    const pemText = secret.startsWith("-----")
      ? secret
      : Buffer.from(secret, "base64").toString();
    const der = Buffer.from(readPem(bytesOf(pemText))[0]?.der ?? []);
    const seed = der.subarray(-32);
    expect(seed).toHaveLength(32);
    for (const content of contents) {
      expect(content.includes(seed)).toBe(false);
      expect(content.includes(der.toString("base64").slice(0, 40))).toBe(false);
      expect(content.toString("latin1")).not.toContain("PRIVATE KEY");
    }
  }
});

describe("an answer that does not fit is refused by name, and nothing changes:", () => {
  test("each byte that is altered", async () => {
    const { document, text } = await asked();
    const { answer } = await given(text);
    const [block] = readPem(answer);
    const content = block?.der ?? new Uint8Array();
    for (let at = 0; at < content.length; at += 7) {
      const changed = Uint8Array.from(content);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const again = bytesOf(pem("TALOS VAULT ACCESS ANSWER", changed));
      const judged = judgeAnswer(document, again, now);
      expectRefusal(judged, /altered|damaged|newer|no credential|no signature/);
    }
  });

  test("one that was accepted before", async () => {
    const { document, text } = await asked();
    const { answer } = await given(text);
    const first = must(await acceptAnswer(document, answer, "mine", now));
    const again = await acceptAnswer(first.document, answer, "again", later(1));
    expectRefusal(again, /accepted already, on .*, as "mine"/);
  });

  test("one to somebody else's request", async () => {
    const [ada, eve] = [await asked(), await asked("Eve")];
    const { answer } = await given(ada.text);
    const judged = judgeAnswer(eve.document, answer, now);
    expectRefusal(judged, /a request that this vault did not make/);
  });

  test("one that is signed by a CA of whoever changed it", async () => {
    const { document, text } = await asked();
    const { answer } = await given(text, {}, senderOf(other));
    // Its words are those of the other cluster, which is what a person compares.
    const mine = await given(text);
    const words = [answer, mine.answer].map(
      (one) => must(judgeAnswer(document, one, now)).clusterWords,
    );
    expect(words[0]).not.toBe(words[1]);
  });

  test("one whose credential has ended", async () => {
    const { document, text } = await asked();
    const { answer } = await given(text);
    const judged = judgeAnswer(document, answer, later(8 * hourMs));
    expectRefusal(judged, /The credential in the answer ended on/);
  });

  test("one under a name that is taken", async () => {
    const { document, text } = await asked();
    const { answer } = await given(text);
    const there = must(
      await acceptAnswer(document, answer, "prod", now),
    ).document;
    const second = await asked();
    const both = { ...second.document, contexts: there.contexts };
    const next = await given(second.text);
    expectRefusal(
      await acceptAnswer(both, next.answer, "prod", now),
      /already/,
    );
    const beside = must(await acceptAnswer(both, next.answer, null, now));
    expect(beside.as).toMatch(/^prod-/);
    expect(beside.document.contexts.get("prod")).toBe(there.contexts.get("prod")); // prettier-ignore
  });
});

describe("giving", () => {
  test("os:admin wants a person, on every cluster, and no argument stands for the yes", async () => {
    const { text } = await asked();
    const request = { kind: "issue", to: "handover", roles: ["os:admin"], reason: "x", confirmation: "prod" } as const; // prettier-ignore
    const before = ledger.text;
    const refused = await given(text, { request } as never);
    expect(refused.issued).toMatchObject({ ok: false, error: { code: "consent-needed" } }); // prettier-ignore
    expect(ledger.text).toBe(before);
    const agreed = { ...request, isAgreed: true } as const;
    must((await given(text, { request: agreed } as never)).issued);
  });

  test("needs an authority: a node would make the key itself", async () => {
    const { text } = await asked();
    const { authorities: _, ...without } = sender;
    const { issued } = await given(text, {}, without);
    expectRefusal(issued, /a node makes a key of its own/);
    expect(issued).toMatchObject({
      error: { actions: ["keep-authority", "authority-file"] },
    });
  });

  test("what could not be delivered nobody has", async () => {
    const { text } = await asked();
    const recipient = {
      kind: "request",
      request: must(readRequest(bytesOf(text))),
    } as const;
    const order = { context: "prod", recipient, to: "Nobody", acceptsCustomRoles: false, isForced: false, request: { kind: "issue", to: "handover" } } as const; // prettier-ignore
    const failed = failure({ code: "disk-full", severity: "error", message: "full", next: "x", actions: [] } as const); // prettier-ignore
    const gone = await giveAccess(ports, sender, order, async () => failed);
    expect(gone).toEqual(failed);
    const listed = must(await listHandovers(ports));
    expect(listed.filter(({ to }) => to === "Nobody")).toEqual([]);
  });
});

test("what nobody could be handed is neither asked for nor accepted", async () => {
  const full = failure(vaultError("disk-full", "No space is left.", "Free some.")); // prettier-ignore
  const { document, text } = await asked();
  const { answer } = await given(text);
  let vault = documentOf({});
  const changing = {
    clock: ports.clock,
    /** Asks twice, as a vault may. */
    change: async (
      change: (
        document: VaultDocument,
      ) => Result<VaultDocument> | Promise<Result<VaultDocument>>,
    ) => {
      const [, changed] = [await change(vault), await change(vault)];
      if (changed.ok) vault = changed.value;
      return changed;
    },
  };
  expect(await requestAccess(changing, "Ada", async () => full)).toEqual(full);
  expect(vault.requests).toBe(undefined);
  vault = document;
  const here = new MemoryLedger();
  await here.record({ event: "unlock" });
  const accepting = { ...changing, ledger: here };
  const nobody = { ...accepting, deliver: async () => full };
  expect(await takeAnswer(nobody, answer, null)).toEqual(full);
  expect(vault).toBe(document);
  const handed: string[] = [];
  const deliver = async (receipt: string) => success(void handed.push(receipt));
  must(await takeAnswer({ ...accepting, deliver }, answer, null));
  expect(handed).toHaveLength(1);
  const { logEnd } = must(readReceipt(bytesOf(handed[0] ?? "")));
  expect(logEnd).toBe(await logEndOf(here));
  // Whoever gave it keeps how the other log ended.
  const giver = new MemoryLedger();
  giver.takeOver(ledger);
  must(
    await takeReceipt({ ...ports, ledger: giver }, bytesOf(handed[0] ?? "")),
  );
  expect(giver.now().accepted.at(-1)).toMatchObject({ logEnd });
  expect(vault.contexts.has("prod")).toBe(true);
});

test("a receipt for what was not given here is refused", async () => {
  const { document, text } = await asked();
  const { answer } = await given(text, {}, senderOf(other));
  const { receipt } = must(await acceptAnswer(document, answer, null, now));
  expect(must(readReceipt(bytesOf(receipt))).acceptedAt).toEqual(now);
  const elsewhere = { ...ports, ledger: new MemoryLedger() };
  expectRefusal(await takeReceipt(elsewhere, bytesOf(receipt)), /not given/);
});

test("a request is forgotten with its key when no answer came, and an accepted one when its credential ended", async () => {
  const { document, text } = await asked();
  const days = (count: number) => later(count * 24 * hourMs);
  expect(withoutOldRequests(document, days(requestDays - 1))).toBe(document);
  expect(withoutOldRequests(document, days(requestDays)).requests).toBe(undefined); // prettier-ignore
  const { answer } = await given(text);
  const accepted = must(
    await acceptAnswer(document, answer, null, now),
  ).document;
  expect([...(accepted.requests?.values() ?? [])][0]?.key).toBe(undefined);
  expect(withoutOldRequests(accepted, later(7 * hourMs))).toBe(accepted);
  expect(withoutOldRequests(accepted, later(9 * hourMs)).requests).toBe(undefined); // prettier-ignore
});

/** Asks once more in a vault in which so many requests wait since then. */
async function askedBeside(amount: number, createdAt: Date) {
  const { document } = await asked("Ada", createdAt);
  const [request] = document.requests?.values() ?? [];
  if (!request) throw new Error("it asked");
  const waiting = Array.from({ length: amount }, (_, index) => [index.toString(16).padStart(64, "0"), { ...request, key: new Secret("k") }] as const); // prettier-ignore
  return requestAccess(
    {
      clock: ports.clock,
      change: async (change) =>
        change({ ...document, requests: new Map(waiting) }),
    },
    "Ada",
  );
}

test("requests whose time is over keep nobody from asking", async () => {
  const { most } = limits.handoverRequests;
  must(await askedBeside(most, later(-requestDays * 24 * hourMs)));
});

atTheEdge("handoverRequests", {
  make: (amount) => amount,
  read: (amount) => askedBeside(amount - 1, now),
  taken: (answer) => void must(answer),
  refused: (answer) => expectRefusal(answer, /wait for an answer already/),
});
