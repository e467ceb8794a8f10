import type { ColumnKind } from '../page/columnKind.ts';

const zero = 0x30;
const colon = 0x3a;
const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;
const space = 0x20;
const letterT = 0x54;
const letterB = 0x42;
const letterC = 0x43;

const daySeconds = 86_400;

/** A date, a time of day or a point in time. Those with an offset are at their instant. */
export interface Moment {
  /** Since the epoch, or since midnight. */
  readonly seconds: number;
  /** Below a million. */
  readonly micros: number;
}

/**
 * Reads `2026-01-31`, `2026-01-31 12:00:00.123456`, `12:00:00`, with an offset such as `+00` or `-07:30`, with ` BC`.
 * The members hold what was read last.
 */
export class MomentReader implements Moment {
  seconds = 0;
  micros = 0;
  /** The text had an offset. */
  hasOffset = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /** @returns whether it is one */
  read(bytes: Uint8Array, from: number, end: number): boolean {
    const isUtc =
      end - from > 19 && bytes[end - 3] === plus && bytes[end - 2] === zero && bytes[end - 1] === zero;
    if (this.#readPlain(bytes, from, isUtc ? end - 3 : end)) {
      this.hasOffset = isUtc;
      return true;
    }
    this.#bytes = bytes;
    this.#at = from;
    const isBeforeChrist = bytes[end - 1] === letterC && bytes[end - 2] === letterB;
    this.#end = isBeforeChrist ? end - 3 : end;
    this.seconds = 0;
    this.micros = 0;
    this.hasOffset = false;
    if (bytes[from + 2] === colon) return !isBeforeChrist && this.#time() && this.#isOver();
    if (!this.#date(isBeforeChrist)) return false;
    if (this.#at === this.#end) return true;
    if (!this.#is(space) && !this.#is(letterT)) return false;
    this.#at++;
    return this.#time() && this.#isOver();
  }

  /** The form that nearly all have: four digits for the year, no offset but that of UTC, which is cut off. */
  #readPlain(bytes: Uint8Array, from: number, end: number): boolean {
    const length = end - from;
    if (length !== 10 && (length < 19 || length > 26)) return false;
    if (bytes[from + 4] !== minus || bytes[from + 7] !== minus) return false;
    const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
    const month = twoDigits(bytes, from + 5);
    const day = twoDigits(bytes, from + 8);
    if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
      return false;
    let seconds = daysSinceEpoch(year, month, day) * daySeconds;
    let micros = 0;
    if (length > 10) {
      if (bytes[from + 10] !== space || bytes[from + 13] !== colon || bytes[from + 16] !== colon)
        return false;
      const hours = twoDigits(bytes, from + 11);
      const minutes = twoDigits(bytes, from + 14);
      const second = twoDigits(bytes, from + 17);
      if (!(hours < 24 && minutes < 60 && second < 60)) return false;
      seconds += hours * 3600 + minutes * 60 + second;
      if (length > 19 && (length === 20 || bytes[from + 19] !== point)) return false;
      let unit = 100_000;
      for (let at = from + 20; at < end; at++, unit /= 10) {
        const digit = (bytes[at] as number) - zero;
        if (!(digit >= 0 && digit <= 9)) return false;
        micros += digit * unit;
      }
    }
    this.seconds = seconds;
    this.micros = micros;
    return true;
  }

  #date(isBeforeChrist: boolean): boolean {
    const written = this.#digits(4, 6);
    if (written < 0 || !this.#skip(minus)) return false;
    // The year before 1 is 1 BC.
    const year = isBeforeChrist ? 1 - written : written;
    const month = this.#digits(2, 2);
    if (!this.#skip(minus)) return false;
    const day = this.#digits(2, 2);
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
    this.seconds = daysSinceEpoch(year, month, day) * daySeconds;
    return true;
  }

  #time(): boolean {
    const hours = this.#digits(2, 2);
    if (!this.#skip(colon)) return false;
    const minutes = this.#digits(2, 2);
    if (!this.#skip(colon)) return false;
    const seconds = this.#digits(2, 2);
    if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return false;
    this.seconds += hours * 3600 + minutes * 60 + seconds;
    if (!this.#is(point)) return true;
    const start = ++this.#at;
    let fraction = this.#digits(1, 6);
    for (let count = this.#at - start; count < 6; count++) fraction *= 10;
    this.micros = Math.max(0, fraction);
    return this.#at > start;
  }

  /** Nothing is left but an offset. */
  #isOver(): boolean {
    if (!this.#is(plus) && !this.#is(minus)) return this.#at === this.#end;
    const sign = this.#is(plus) ? 1 : -1;
    this.#at++;
    let unit = 3600;
    for (; unit >= 1 && this.#isDigit(); unit /= 60) {
      const part = this.#digits(2, 2);
      if (part < 0) return false;
      this.seconds -= sign * part * unit;
      if (this.#is(colon)) this.#at++;
    }
    this.hasOffset = unit < 3600;
    return this.hasOffset && this.#at === this.#end;
  }

  #is(byte: number): boolean {
    return this.#at < this.#end && this.#bytes[this.#at] === byte;
  }

  #skip(byte: number): boolean {
    if (!this.#is(byte)) return false;
    this.#at++;
    return true;
  }

  #isDigit(): boolean {
    const digit = (this.#bytes[this.#at] as number) - zero;
    return this.#at < this.#end && digit >= 0 && digit <= 9;
  }

  /** As a number; -1 where there are fewer than `least`. */
  #digits(least: number, most: number): number {
    const start = this.#at;
    let value = 0;
    while (this.#at - start < most && this.#isDigit()) {
      value = value * 10 + (this.#bytes[this.#at++] as number) - zero;
    }
    return this.#at - start < least ? -1 : value;
  }
}

/** NaN where there are others. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const ten = (bytes[at] as number) - zero;
  const one = (bytes[at + 1] as number) - zero;
  return ten >= 0 && ten <= 9 && one >= 0 && one <= 9 ? ten * 10 + one : NaN;
}

export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Of the Gregorian calendar, also before there was one. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  // Years begin in March, so that the day that comes and goes is a year's last.
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leaps + dayOfYear - 719_468;
}

/** Year, from 0 on back for those BC, month and day; also beyond what Date reaches. */
function dateOf(days: number): [year: number, month: number, day: number] {
  // The mean length of a year leads at most one year astray.
  let year = Math.floor(days / 365.2425) + 1970;
  while (daysSinceEpoch(year, 1, 1) > days) year--;
  while (daysSinceEpoch(year + 1, 1, 1) <= days) year++;
  let month = 12;
  while (daysSinceEpoch(year, month, 1) > days) month--;
  return [year, month, days - daysSinceEpoch(year, month, 1) + 1];
}

/** As Redshift writes it; a point in time, and a time of day, with an offset as one of UTC. */
export function formatMoment({ seconds, micros }: Moment, kind: ColumnKind): string {
  // 24:00:00 is a time of day, too.
  const days = kind === 'time' && seconds === daySeconds ? 0 : Math.floor(seconds / daySeconds);
  const rest = seconds - days * daySeconds;
  const part = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
  const time = `${part(rest / 3600)}:${part((rest / 60) % 60)}:${part(rest % 60)}${fraction}`;
  if (kind === 'time') return time;
  const [year, month, date] = dateOf(days);
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0');
  const day = `${shown}-${part(month)}-${part(date)}`;
  const zone = kind === 'timestamptz' ? '+00' : '';
  return `${day}${kind === 'date' ? '' : ` ${time}${zone}`}${year > 0 ? '' : ' BC'}`;
}
