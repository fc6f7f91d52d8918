/** A day as everybody writes it: 2027-11-23. */
export function dateText(iso: string): string {
  return iso.slice(0, 10);
}

/** A moment to the minute in the person's own time zone: 2027-11-23 14:05. */
export function timeText(iso: string): string {
  const at = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
