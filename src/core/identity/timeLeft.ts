const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long something is still good for, for people: `58 min`, `4 min 05 s`, `12 s`, `expired 3 min ago`.
 * @param now milliseconds since the epoch
 */
export function timeLeft(expires: Date, now: number): string {
  const left = expires.getTime() - now;
  if (Number.isNaN(left)) return 'unknown';
  if (left <= 0) return `expired ${elapsed(-left)}`;
  // Rounded up, so that the last thing to be read before the end is 1 s.
  const rounded = Math.ceil(left / second) * second;
  if (rounded < minute) return `${rounded / second} s`;
  if (rounded < 10 * minute) return withRest(rounded, minute, 'min', second, 's');
  if (rounded < 2 * hour) return `${Math.floor(rounded / minute)} min`;
  if (rounded < 2 * day) return withRest(rounded, hour, 'h', minute, 'min');
  return `${Math.floor(rounded / day)} days`;
}

/** @param past milliseconds, not negative */
function elapsed(past: number): string {
  if (past < second) return 'just now';
  if (past < minute) return `${Math.floor(past / second)} s ago`;
  if (past < 2 * hour) return `${Math.floor(past / minute)} min ago`;
  if (past < 2 * day) return `${Math.floor(past / hour)} h ago`;
  return `${Math.floor(past / day)} days ago`;
}

function withRest(value: number, unit: number, name: string, smaller: number, smallerName: string): string {
  const rest = Math.floor((value % unit) / smaller);
  return `${Math.floor(value / unit)} ${name} ${String(rest).padStart(2, '0')} ${smallerName}`;
}
