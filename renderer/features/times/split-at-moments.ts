/** A part of a text, or a moment in it. */
export interface TimedPart {
  /** Where it begins. */
  readonly at: number;
  readonly text: string;
  /** RFC 3339; null: it stands between moments. */
  readonly moment: string | null;
}

/** As sentences of the core have one (shared/core/moment-text.ts): on the clock of the machine that they were made on, with its zone. */
const moments = /(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC([+-]\d\d:\d\d)?/g;

/** A sentence of the core cut at the moments in it, which a window shows on the person's own clock as all others. */
export function splitAtMoments(text: string): readonly TimedPart[] {
  const parts: TimedPart[] = [];
  let done = 0;
  for (const found of text.matchAll(moments)) {
    const [whole, day = "", time = "", zone = "Z"] = found;
    if (found.index > done)
      parts.push({ at: done, text: text.slice(done, found.index), moment: null }); // prettier-ignore
    parts.push({ at: found.index, text: whole, moment: `${day}T${time}:00${zone}` }); // prettier-ignore
    done = found.index + whole.length;
  }
  if (done < text.length)
    parts.push({ at: done, text: text.slice(done), moment: null });
  return parts;
}
