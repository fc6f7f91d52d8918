// Letters that look like a Latin one: from Unicode's confusables.txt 15.1 (UTS 39), what counts for names of ours. Taken
// are single letters and digits of the basic plane whose prototype is one ASCII letter or digit; left out is what a
// compatibility decomposition says already (fullwidth, mathematical). Of signs: the hyphens, dots, slashes and colons of
// names and addresses. A new Unicode adds a character by hand, or all by the same two rules.

const letters: Readonly<Record<string, string>> = {
  "2": "ƧϨᒿꙄꛯꝚ",
  "3": "ƷȜЗӠⳌꝪꞫ",
  "4": "Ꮞ",
  "5": "Ƽ",
  "6": "бᏮⳒ",
  "8": "Ȣȣ৪੪",
  "9": "৭੧୨൭ⳊꝮ",
  A: "ΑАᎪᗅꓮ",
  B: "ΒВᏴᗷꓐꞴ",
  C: "ϹСᏟⲤꓚ",
  D: "Ꭰᗞᗪꓓ",
  E: "ΕЕᎬⴹꓰ",
  F: "ϜᖴꓝꞘ",
  G: "ԌᏀᏳꓖ",
  H: "ΗНᎻᕼⲎꓧ",
  J: "ͿЈᎫᒍꓙꞲ",
  K: "ΚКᏦᛕⲔꓗ",
  L: "ᏞᒪⳐꓡ",
  M: "ΜϺМᎷᗰᛖⲘꓟ",
  N: "ΝⲚꓠ",
  O: "ΟОՕ\u07c0০ଠ୦ዐⲞⵔ〇ꓳ",
  P: "ΡРᏢᑭⲢꓑ",
  Q: "ⵕ",
  R: "ƦᎡᏒᖇꓣ",
  S: "ЅՏᏕᏚꓢ",
  T: "ΤТᎢⲦꓔ",
  U: "Սሀᑌꓴ",
  V: "Ѵ\u0667\u06f7Ꮩᐯⴸꓦꛟ",
  W: "ԜᎳᏔꓪ",
  X: "ΧХᚷⲬⵝꓫꞳ",
  Y: "ΥϒУҮᎩᎽⲨꓬ",
  Z: "ΖᏃꓜ",
  a: "ɑαа",
  b: "ƄЬᏏᑲᖯ",
  c: "ϲсᴄⲥꮯ",
  d: "ԁᏧᑯꓒ",
  e: "еҽꬲ",
  f: "քẝꞙꬵ",
  g: "ƍɡցᶃ",
  h: "һհᏂ",
  i: "ıɩɪͺιіӏᎥꙇꭵ",
  j: "ϳј",
  l: "ƖǀΙІӀ\u05d5\u05df\u0627\u0661\u06f1\u07caᛁⲒⵏꓲ",
  n: "ոռ",
  o: "οσоօ\u05e1\u0647\u0665\u06be\u06c1\u06d5\u06f5०੦૦௦౦೦ഠ൦๐໐ဝ၀ჿᴏᴑⲟꬽ",
  p: "ρϱрⲣ",
  q: "ԛգզ",
  r: "гᴦⲅꭇꭈꮁ",
  s: "ƽѕꜱꮪ",
  u: "ʋυսᴜꞟꭎꭒ",
  v: "νѵ\u05d8ᴠꮩ",
  w: "ɯѡԝաᴡꮃ",
  x: "хᕁᕽ",
  y: "ɣʏγуүყᶌỿꭚ",
  z: "ᴢꮓ",
};

const signs: Readonly<Record<string, string>> = {
  "-": "\u02d7\u058a\u2010\u2011\u2012\u2013\u2043\u2212",
  ".": "\u0701\u0702\u2024\ua4f8\ua60e",
  "/": "\u2041\u2044\u2215\u2571\u29f8",
  ":": "\u02d0\u02f8\u0589\u05c3\u0703\u0704\u2236\ua4fd\ua789",
};

/** In use for its own sake: the en dash in sentences, and a letter of Turkish. */
const ordinary = "\u2013ı";

const hasLatin = /[A-Za-z\u00c0-\u024f]/;
const beyondAscii = /[^\0-\x7f]/;

function makePatterns() {
  /** Mathematical letters and digits: in a terminal's one font some of them are the plain ones. */
  const mathematical = /[\u{1d400}-\u{1d7ff}\u{1fbf0}-\u{1fbf9}]/u.source;
  /** Letters that are signs of their own, and numerals of letters: ⅽ is one picture with c. */
  const letterlike =
    /[\u2102\u210a-\u2115\u2118-\u211d\u2124\u2126-\u2138\u2145-\u2149\u2160-\u217f]/u
      .source;

  const token = /[\p{L}\p{N}\p{M}._:/@+-]+/gu;
  const word = /[\p{L}\p{N}\p{M}]+/gu;
  const everyLetter = Object.values(letters).join("");
  const everySign = Object.values(signs).join("");
  const without = (characters: string) =>
    characters.replace(new RegExp(`[${ordinary}]`, "gu"), "");
  const inWord = new RegExp(`[${without(everyLetter)}]|${letterlike}`, "gu");
  return {
    token,
    word,
    inWord,
    throughout: new RegExp(`^(?:${inWord.source}|[0-9])+$`, "u"),
    anywhere: new RegExp(`[${without(everySign)}]|${mathematical}`, "gu"),
    confusable: new RegExp(
      `[01I|m${everyLetter}${everySign.replaceAll("-", "")}]`,
      "gu",
    ),
    prototypes: new Map(
      [...Object.entries(letters), ...Object.entries(signs)].flatMap(
        ([prototype, all]) => [...all].map((one) => [one, prototype] as const),
      ),
    ),
  };
}

let made: ReturnType<typeof makePatterns> | undefined;

/** Made for the first text that needs them: it takes milliseconds, and most commands meet plain ASCII alone. */
function patterns() {
  return (made ??= makePatterns());
}

/**
 * The same text with another spelling for letters that pass for Latin ones: in a Latin word (`prоd` with a Cyrillic о),
 * or as a whole word that is joined to Latin ones (`prod-ео`); and for signs and mathematical letters that pass for plain
 * ones. Words of another script that stand for themselves stay. In proportion to the text.
 */
export function replaceLookalikes(
  text: string,
  spell: (found: string) => string,
): string {
  // Nothing in ASCII passes for something else here.
  if (!beyondAscii.test(text)) return text;
  const { token, word, inWord, throughout, anywhere } = patterns();
  return text
    .replace(token, (joined) =>
      hasLatin.test(joined)
        ? joined.replace(word, (one) =>
            hasLatin.test(one) || throughout.test(one)
              ? one.replace(inWord, spell)
              : one,
          )
        : joined,
    )
    .replace(anywhere, spell);
}

/** Has it letters or signs that pass for others? */
export function hasLookalikes(text: string): boolean {
  return replaceLookalikes(text, () => "") !== text;
}

// Plain letters that are hard to tell apart, too: of confusables.txt.
const ofAscii: Readonly<Record<string, string>> = {
  "0": "O",
  "1": "l",
  I: "l",
  "|": "l",
  m: "rn",
};
const confusableAscii = /[01I|m]/g;
const drawnAsNothing = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * What a text looks like: texts with the same skeleton may be taken for each other. To compare, never to show (UTS 39,
 * section 4, with the compatibility decomposition in front).
 */
function skeleton(text: string): string {
  return withPrototypes(text).replace(/ {2,}/g, " ").trim();
}

function withPrototypes(text: string): string {
  if (!beyondAscii.test(text))
    return text.replace(confusableAscii, (found) => ofAscii[found] ?? "");
  const { confusable, prototypes } = patterns();
  return text
    .normalize("NFKD")
    .replace(drawnAsNothing, "")
    .replace(
      confusable,
      (found) => ofAscii[found] ?? prototypes.get(found) ?? "",
    );
}

/** So many others of a name say enough; all of ten thousand would be a hundred million. */
const mostOthers = 3;

/**
 * Of each name, others that look like it, the first few; names without such others are left out. In proportion to the
 * names.
 */
export function lookalikes(
  names: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = skeleton(name);
    const group = groups.get(key);
    if (group) group.push(name);
    else groups.set(key, [name]);
  }
  return new Map(
    [...groups.values()]
      .filter(({ length }) => length > 1)
      .flatMap((group) =>
        group.map((name) => [
          name,
          group
            .slice(0, mostOthers + 1)
            .filter((one) => one !== name)
            .slice(0, mostOthers),
        ]),
      ),
  );
}
