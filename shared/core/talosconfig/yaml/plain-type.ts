// What an unquoted YAML scalar would be read as by go-yaml (internal/libyaml/resolver.go). A string that
// would come back as something else must be quoted.

const words = new Set(
  "true True TRUE false False FALSE null Null NULL ~ .nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF".split(
    " ",
  ),
);

/** Booleans of YAML 1.1, which other readers still take for booleans. */
const oldBooleans = new Set(
  "y Y yes Yes YES on On ON n N no No NO off Off OFF".split(" "),
);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
// The layouts that go-yaml tries, after a year of four digits.
const day = String.raw`\d{4}-(?<month>\d{1,2})-(?<day>\d{1,2})`;
const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{1,2}):(?<second>\d{1,2})(?:[.,]\d+)?`;
const timestamps = [
  new RegExp(`^${day}$`),
  new RegExp(`^${day} ${clock}$`),
  new RegExp(String.raw`^${day}[Tt]${clock}(?:Z|[-+]\d\d:\d\d)$`),
];
const integer =
  /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/;

/** How go-yaml quotes a word that it must not write plain: `null` when it may be plain. */
export function quoteOfWord(text: string): "double" | "single" | null {
  if (oldBooleans.has(text) || base60.test(text) || text === "<<")
    return "single";
  if (text === "" || words.has(text) || isTimestamp(text) || isNumber(text))
    return "double";
  return null;
}

/** True for a scalar that go-yaml reads as a date: newer releases of it do not make that a string again. */
function isTimestamp(text: string): boolean {
  if (!/^\d{4}-/.test(text)) return false;
  return timestamps.some((layout) => {
    const groups = layout.exec(text)?.groups;
    return groups !== undefined && isOnCalendar(text, groups);
  });
}

function isOnCalendar(
  text: string,
  groups: Readonly<Record<string, string | undefined>>,
): boolean {
  const number = (name: string) => Number(groups[name] ?? 0);
  const [month, dayOfMonth] = [number("month"), number("day")];
  if (month < 1 || month > 12 || dayOfMonth < 1) return false;
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), month, 0));
  return (
    dayOfMonth <= lastDay.getUTCDate() &&
    number("hour") < 24 &&
    number("minute") < 60 &&
    number("second") < 60
  );
}

function isNumber(text: string): boolean {
  if (!/^[-+.0-9]/.test(text)) return false;
  const digits = text.replaceAll("_", "");
  if (text.startsWith(".")) return float.test(text);
  return float.test(digits) || isInteger(digits);
}

const smallest = -(2n ** 63n);
const largest = 2n ** 64n - 1n;

function isInteger(digits: string): boolean {
  const [, sign = "", number = ""] = integer.exec(digits) ?? [];
  if (number === "") return false;
  const value = BigInt(
    /^0[0-7]/.test(number) ? `0o${number.slice(1)}` : number,
  );
  const signed = sign === "-" ? -value : value;
  const limit = sign === "+" ? 2n ** 63n - 1n : largest;
  return signed >= smallest && signed <= limit;
}
