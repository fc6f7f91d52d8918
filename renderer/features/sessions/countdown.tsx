import { useNow } from "../times/now.ts";
import styles from "./sessions.module.css";

const second = 1000;
const soonMs = 5 * 60 * second;

/** The time that a session still has, to the second. */
export function Countdown({ until }: { readonly until: string }) {
  const left = Date.parse(until) - useNow(second);
  return (
    <span className={styles["countdown"]} data-soon={left < soonMs}>
      {left <= 0 ? "ended" : clockText(left)}
    </span>
  );
}

/** 1:02:03, or 4 d 1:02:03. */
function clockText(ms: number): string {
  const seconds = Math.floor(ms / second);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const two = (number: number) => String(number).padStart(2, "0");
  const clock = `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`;
  return days > 0 ? `${String(days)} d ${clock}` : clock;
}
