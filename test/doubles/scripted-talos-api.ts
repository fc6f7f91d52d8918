import type { Probe, Stage } from "../../shared/core/diagnosis/probe.ts";
import type {
  ApiAnswer,
  ApiTarget,
  CertificateWish,
  GeneratedPair,
  ProbeOptions,
  TalosApi,
} from "../../shared/core/ports/talos-api.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";

const nothingMet: Probe = {
  dials: null,
  proxy: null,
  address: null,
  protocol: null,
  chain: [],
  trouble: null,
  took: {},
  node: null,
};

/** A node that answers. */
export function answers(fields: Partial<Probe> = {}): Probe {
  return {
    ...nothingMet,
    dials: "10.0.0.1:50000",
    address: "10.0.0.1",
    protocol: "TLSv1.3",
    took: { context: 0, connect: 1, handshake: 2, client: 3, call: 4 },
    node: {
      version: "v1.13.0",
      isInMaintenance: false,
      hostname: "cp-1",
      clockAheadMs: 100,
    },
    ...fields,
  };
}

/** A walk that ends at a stage. */
export function breaksAt(
  stage: Stage,
  code: string,
  fields: Partial<Probe> & { readonly alert?: number } = {},
): Probe {
  const { alert = null, ...rest } = fields;
  return {
    ...nothingMet,
    dials: "10.0.0.1:50000",
    took: { [stage]: 1 },
    trouble: { stage, code, text: code, alert },
    ...rest,
  };
}

type Make = (
  config: TalosContext,
  wish: CertificateWish,
) => ApiAnswer<GeneratedPair>;

/** A Talos API that says what a test wants, and remembers what it was asked. */
export class ScriptedTalosApi implements TalosApi {
  readonly probed: ApiTarget[] = [];
  readonly wishes: CertificateWish[] = [];
  closed = 0;
  /** What becomes of a walk. */
  walk: (target: ApiTarget) => Probe = () => answers();
  /** What a node makes; nothing unless a test says so. */
  make: Make = () => {
    const probe = breaksAt("connect", "ECONNREFUSED");
    const { trouble } = probe;
    if (!trouble) throw new Error("it breaks");
    return { ok: false, endpoint: "10.0.0.1", probe: { ...probe, trouble } };
  };

  async probe(target: ApiTarget, options: ProbeOptions): Promise<Probe> {
    this.probed.push(target);
    const probe = this.walk(target);
    for (const stage of Object.keys(probe.took))
      options.onStage?.(stage as Stage);
    return probe;
  }

  async generate(
    config: TalosContext,
    wish: CertificateWish,
  ): Promise<ApiAnswer<GeneratedPair>> {
    this.wishes.push(wish);
    return this.make(config, wish);
  }

  close(): void {
    this.closed++;
  }
}
