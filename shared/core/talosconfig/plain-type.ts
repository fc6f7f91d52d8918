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
const date = /^\d{4}-(\d{1,2})-(\d{1,2})$/;
const time =
  /^\d{4}-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?(?:Z|[-+](\d\d):(\d\d))| (\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?)$/;
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

/** True for a scalar that go-yaml reads as a date: unquoted, it cannot become a string. */
export function isTimestamp(text: string): boolean {
  const found = date.exec(text) ?? time.exec(text);
  if (!found) return false;
  const [, month, day, ...rest] = found.map(Number);
  const [year] = text.split("-").map(Number);
  const hours = found.slice(3, 6).some(Boolean)
    ? rest.slice(0, 3)
    : rest.slice(6, 9);
  const [hour = 0, minute = 0, second = 0] = hours.map((value) =>
    Number.isNaN(value) ? 0 : value,
  );
  return (
    isDay(year ?? 0, month ?? 0, day ?? 0) &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  );
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
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
