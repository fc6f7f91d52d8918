const lineHeight = 20;
const characterWidth = 8.45;
const padding = 20;
const barHeight = 34;

/** A line of a terminal: what was typed, or what was answered. */
export interface TerminalLine {
  readonly kind: "typed" | "output" | "comment";
  readonly text: string;
}

const colors = {
  typed: "#e8eef7",
  output: "#a9b6c9",
  comment: "#6d7f99",
} as const;

/** A terminal with these lines as an SVG: dark by itself, so that it reads on any page. */
export function terminalPicture(
  title: string,
  lines: readonly TerminalLine[],
): string {
  const columns = Math.max(...lines.map(({ text }) => text.length + 2));
  const width = Math.ceil(columns * characterWidth + 2 * padding);
  const height = barHeight + lines.length * lineHeight + padding;
  const body = lines.map(({ kind, text }, index) => {
    const y = barHeight + padding + index * lineHeight;
    const prompt = kind === "typed" ? '<tspan fill="#5bd1a5">$ </tspan>' : "";
    return `  <text x="${String(padding)}" y="${String(y)}" fill="${colors[kind]}" xml:space="preserve">${prompt}${escaped(text)}</text>`;
  });
  const dots = ["#ff6159", "#ffbd2e", "#28c941"].map(
    (fill, index) =>
      `  <circle cx="${String(22 + index * 20)}" cy="17" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escaped(title)}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    `  <rect width="100%" height="100%" rx="10" fill="#131a26"/>`,
    `  <rect width="100%" height="${String(barHeight)}" rx="10" fill="#1d2636"/>`,
    ...dots,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
