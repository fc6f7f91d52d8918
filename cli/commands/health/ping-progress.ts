import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import type { Stage } from "../../../shared/core/diagnosis/probe.ts";
import { LiveLines } from "../../output/live-lines.ts";
import type { Terminal } from "../../terminal.ts";

const drawEveryMs = 80;

/** Says on the terminal, while a ping runs, how far each endpoint is. */
export class PingProgress {
  readonly #live: LiveLines;
  readonly #state = new Map<string, string>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(terminal: Terminal) {
    this.#live = new LiveLines(terminal);
  }

  readonly onStage = (
    context: string,
    endpoint: string,
    node: string | null,
    stage: Stage,
  ): void => {
    this.#timer ??= setInterval(() => this.#draw(), drawEveryMs);
    this.#state.set(lineOf(context, endpoint, node), `${stage} …`);
  };

  /** Nothing is drawn until it goes on: a question may stand there. */
  readonly onRestart = (): void => {
    this.end();
    this.#state.clear();
  };

  readonly onHealth = (
    context: string,
    { endpoint, node, verdict, version }: EndpointHealth,
  ): void => {
    const said = verdict.isFine ? (version ?? "") : "";
    this.#state.set(
      lineOf(context, endpoint, node),
      `${verdict.code} ${said}`.trim(),
    );
  };

  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#live.clear();
  }

  #draw(): void {
    if (!this.#live.isShown) return;
    this.#live.draw(
      [...this.#state].map(([place, state]) => `${place}  ${state}`),
    );
  }
}

function lineOf(context: string, endpoint: string, node: string | null) {
  return `${context}  ${endpoint}${node === null ? "" : ` → ${node}`}`;
}
