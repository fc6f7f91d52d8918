import { isCovered } from "../../shared/core/gateway/guard/context-rules.ts";
import type { GuardRules } from "../../shared/core/gateway/guard/guard-rules.ts";
import type { CallRecord } from "../../shared/core/gateway/calls/call-record.ts";
import type { SessionCalls } from "../../shared/core/gateway/calls/read-calls.ts";
import { vaultError } from "../../shared/core/errors.ts";
import type {
  GatewayTerms,
  Repointing,
  RunningSessions,
} from "../../shared/core/ports/running-sessions.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { Secret } from "../../shared/core/secret.ts";
import type { PastSession } from "../../shared/core/sessions/history.ts";
import type { Lease, SessionFacts } from "../../shared/core/sessions/lease.ts";
import type { Warning } from "../../shared/core/warning.ts";

/** Sessions that nobody holds, and what became of them. */
export class MemorySessions {
  readonly leases = new Map<string, Lease>();
  readonly documents = new Map<string, string>();
  /** What the gateways let through, and whom they ask. */
  readonly gateways = new Map<string, GatewayTerms>();
  /** What was asked through them. */
  readonly calls = new Map<string, SessionCalls>();
  readonly terminals: string[] = [];
  /** What running sessions were to go by too. */
  readonly tightened: {
    readonly context: string;
    readonly rules: GuardRules;
  }[] = [];
  /** By their ids: a session without a guard has none to begin with. */
  readonly #goesBy = new Map<string, readonly GuardRules[]>();
  #begun = 0;
  readonly past: PastSession[] = [];

  /** A session with a gateway begins, without rules for its calls. */
  runGuarded(context: string): void {
    this.#begun += 1;
    const facts: SessionFacts = {
      id: String(this.#begun).padStart(32, "0"),
      kind: "window",
      context,
      roles: ["os:admin"],
      credential: "derived",
      delivery: "gateway",
      isFollowing: false,
      startedAt: "2026-11-30T00:00:00Z",
      expiresAt: "2126-11-30T00:00:00Z",
    };
    this.#start(facts, new Secret(""), null, null);
  }

  keeper(): RunningSessions {
    const change = async (
      id: string,
      fields: Partial<Lease>,
    ): Promise<Result<void>> => {
      const lease = this.leases.get(id);
      if (!lease)
        return failure(
          vaultError("session-missing", "It is over.", "Another."),
        );
      this.leases.set(id, { ...lease, ...fields });
      return success(undefined);
    };
    const repoint = (id: string, next: Repointing) => {
      this.documents.set(id, next.document.reveal());
      const { context, roles, credential } = next;
      return change(id, { context, roles: [...roles], credential });
    };
    return {
      list: () => [...this.leases.values()],
      program: () => ({ name: "zsh", terminal: "pts/3" }),
      own: () => [...this.leases.values()],
      history: async () => this.past,
      bestDelivery: "fd",
      start: async (...given) => this.#start(...given),
      calls: async (id, after) => {
        const news = this.calls.get(id);
        const isNew = ({ number, ms }: CallRecord) =>
          number > after || ms === null;
        return news ? { ...news, records: news.records.filter(isNew) } : null;
      },
      end: async (id) => {
        if (!this.leases.delete(id))
          return failure(
            vaultError("session-missing", "It is over.", "Another."),
          );
        this.documents.delete(id);
        return success(undefined);
      },
      extend: (id, at) => change(id, { expiresAt: at.toISOString() }),
      repoint,
      repointFollowing: async (next) => {
        const following = [...this.leases.values()].filter(
          ({ isFollowing }) => isFollowing,
        );
        const stayed: string[] = [];
        const warnings: Warning[] = [];
        for (const lease of following) {
          const one = await next(lease);
          if (!one.ok) stayed.push(one.error.message);
          else {
            await repoint(lease.id, one.value);
            warnings.push(...one.value.warnings);
          }
        }
        const repointed = following.length - stayed.length;
        return { repointed, stayed, warnings };
      },
      tighten: async (guardOf) =>
        [...this.leases.values()].flatMap(({ id, context, delivery }) => {
          const rules = delivery === "gateway" ? guardOf(context) : null;
          if (rules === null) return [];
          const own = this.#goesBy.get(id) ?? [];
          const isKnown = isCovered(own, rules);
          if (!isKnown) {
            this.#goesBy.set(id, [...own, rules]);
            this.tightened.push({ context, rules });
          }
          return [{ id, context, outcome: isKnown ? "known" : "new" }];
        }),
      openTerminal: async (id, _, __, first) => {
        this.terminals.push(first.join(" "));
        return change(id, {});
      },
      command: (id) => success(`export TALOSCONFIG='/run/${id}/config'`),
      terminals: async () => ["xterm"],
      endOwn: () => this.#endAll(),
      close: () => this.#endAll(),
    };
  }

  #endAll(): void {
    this.leases.clear();
    this.documents.clear();
  }

  #start(
    facts: SessionFacts,
    document: Secret,
    _loginKeyName: string | null,
    terms: GatewayTerms | null,
  ): Result<Lease> {
    const identity = { pid: 1, startTime: "1", bootId: "1" };
    const folder = `/run/${facts.id}`;
    const lease: Lease = {
      format: 1,
      ...facts,
      folder,
      path: `${folder}/config`,
      holder: identity,
      watched: identity,
      state: "active",
    };
    if (terms) this.gateways.set(facts.id, terms);
    this.leases.set(facts.id, lease);
    this.documents.set(facts.id, document.reveal());
    return success(lease);
  }
}
