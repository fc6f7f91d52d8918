import { printable } from "../../shared/core/text/printable.ts";
import styles from "./cut-name.module.css";
import forListeners from "./for-listeners.module.css";

const keptAtEnd = 9;
const fewestToCut = 20;
const oneLetterEach = /^[\x20-\x7e]*$/;

/**
 * A name on one line. Where it does not fit it is cut in the middle: names of one fleet begin alike and end in what tells them
 * apart. The whole is in the tooltip, and what is read out and copied.
 */
export function CutName({ text: given }: { readonly text: string }) {
  const text = printable(given);
  const at = startOfEnd(text);
  if (at === null)
    return (
      <span className={styles["short"]} title={text}>
        {text}
      </span>
    );
  return (
    <span className={styles["whole"]} title={text} dir="auto">
      <span className={forListeners["text"]}>{text}</span>
      <span aria-hidden className={styles["head"]}>
        {text.slice(0, at)}
      </span>
      <span aria-hidden className={styles["tail"]}>
        {text.slice(at)}
      </span>
    </span>
  );
}

/** Where the last letters of a name begin; null: it is so short that it stays whole. */
function startOfEnd(text: string): number | null {
  // No letter takes less than one place: nearly every name is judged without the tables of what is one letter.
  if (text.length < fewestToCut) return null;
  if (oneLetterEach.test(text)) return text.length - keptAtEnd;
  const letters = [...new Intl.Segmenter().segment(text)];
  if (letters.length < fewestToCut) return null;
  return letters[letters.length - keptAtEnd]?.index ?? 0;
}
