import { printable } from "../../shared/core/text/printable.ts";
import styles from "./cut-name.module.css";
import forListeners from "./for-listeners.module.css";

const keptAtEnd = 9;
const fewestToCut = 20;

/**
 * A name on one line. Where it does not fit it is cut in the middle: names of one fleet begin alike and end in what tells them
 * apart. The whole is in the tooltip, and what is read out and copied.
 */
export function CutName({ text: given }: { readonly text: string }) {
  const text = printable(given);
  const letters = [...new Intl.Segmenter().segment(text)];
  if (letters.length < fewestToCut)
    return (
      <span className={styles["short"]} title={text}>
        {text}
      </span>
    );
  const at = letters[letters.length - keptAtEnd]?.index ?? 0;
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
