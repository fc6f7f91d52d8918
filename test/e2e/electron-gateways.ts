import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { Secret } from "../../shared/core/secret.ts";
import type { LogNews } from "../../shared/node/gateway/call-log.ts";
import type { GatewayOptions } from "../../shared/node/gateway/gateway-server.ts";
import type { TestedGateway } from "../doubles/tested-gateway.ts";
import type { Display } from "./display.ts";
import type {
  FromMain,
  StartedGateway,
  ToMain,
} from "../doubles/gateway-messages.ts";

const root = resolve(import.meta.dirname, "../..");

/** Gateways in the main process of a real Electron, whose TLS is BoringSSL. */
export class ElectronGateways {
  readonly electron: string | null;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #replies = new Map<number, (value: unknown) => void>();
  readonly #started = new Map<number, GatewayOptions>();
  readonly #more = new Map<number, (waiting: number) => void>();
  readonly #givenUp = new Map<number, AbortController>();
  #last = 0;

  private constructor(
    child: ChildProcess,
    folder: string,
    electron: string | null,
  ) {
    this.#child = child;
    this.#folder = folder;
    this.electron = electron;
    child.on("message", (message: FromMain) => this.#take(message));
  }

  static async start(
    executable: string,
    isStandIn: boolean,
    display: Display,
  ): Promise<ElectronGateways> {
    const folder = mkdtempSync(join(tmpdir(), "tv-electron-gateways-"));
    await buildMain(folder, isStandIn);
    const main = { name: "gateways", main: "main.cjs" };
    writeFileSync(join(folder, "package.json"), JSON.stringify(main));
    // No window is opened, so that there is nothing for a sandbox.
    const child = spawn(executable, ["--no-sandbox", folder], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        DISPLAY: display.name,
      },
    });
    const [ready] = (await once(child, "message")) as [FromMain];
    const electron = ready.kind === "ready" ? ready.electron : null;
    return new ElectronGateways(child, folder, electron);
  }

  async open(options: GatewayOptions): Promise<TestedGateway> {
    const { config, notAfter, askPerson, ...rest } = options;
    const { key, ...shown } = config;
    const id = (this.#last += 1);
    this.#started.set(id, options);
    const value = await this.#ask({
      kind: "start",
      id,
      options: { ...rest, config: shown },
      key: key?.reveal() ?? "",
      notAfter: notAfter.toISOString(),
      hasPerson: askPerson !== undefined,
    });
    const { endpoint, config: own, key: ownKey } = value as StartedGateway;
    return {
      endpoint,
      config: { ...own, key: new Secret(ownKey) },
      news: async () => (await this.#about("news", id)) as LogNews,
      close: () => void this.#about("close", id),
    };
  }

  stop(): void {
    this.#child.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #about(kind: "news" | "close", gateway: number): Promise<unknown> {
    const id = (this.#last += 1);
    return this.#ask({ kind, id, gateway });
  }

  #ask(message: ToMain & { readonly id: number }): Promise<unknown> {
    return new Promise((done) => {
      this.#replies.set(message.id, done);
      this.#child.send(message);
    });
  }

  #take(message: FromMain): void {
    switch (message.kind) {
      case "reply":
        this.#replies.get(message.to)?.(message.value);
        break;
      case "ask":
        void this.#answer(message);
        break;
      case "more":
        this.#more.get(message.question)?.(message.waiting);
        break;
      case "given-up":
        this.#givenUp.get(message.question)?.abort();
        break;
      case "ended":
        this.#started.get(message.gateway)?.onEnd?.();
        break;
      case "ready":
        break;
    }
  }

  async #answer({
    gateway,
    question,
    call,
  }: Extract<FromMain, { kind: "ask" }>): Promise<void> {
    const askPerson = this.#started.get(gateway)?.askPerson;
    if (!askPerson) return;
    const givenUp = new AbortController();
    this.#givenUp.set(question, givenUp);
    const onMore = (tell: (waiting: number) => void): void =>
      void this.#more.set(question, tell);
    const answer = await askPerson({ ...call, onMore }, givenUp.signal).catch(
      () => "denied" as const,
    );
    this.#child.send({ kind: "answer", question, answer } satisfies ToMain);
  }
}

async function buildMain(folder: string, isStandIn: boolean): Promise<void> {
  const globalCrypto =
    'globalThis.crypto ??= require("node:crypto").webcrypto;';
  await build({
    configFile: false,
    root,
    logLevel: "error",
    build: {
      ssr: join(root, "test/doubles/electron-gateways-process.ts"),
      target: isStandIn ? "node18" : "node24",
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        external: ["electron"],
        output: {
          format: "cjs",
          banner: isStandIn ? globalCrypto : "",
          entryFileNames: "main.cjs",
          codeSplitting: false,
        },
      },
    },
    ssr: { noExternal: true },
  });
}
