const day = 86_400_000;

/** How to write moments of which the shortest step is a day, a minute or less: all of a chart alike, in UTC. */
export function momentWords(moments: readonly number[]): (moment: number) => string {
  const all = (unit: number): boolean => moments.every((moment) => moment % unit === 0);
  const length = all(day) ? 10 : all(60_000) ? 16 : all(1_000) ? 19 : 23;
  const isByMonth = length === 10 && moments.length > 1 && moments.every(beginsMonth);
  return (moment) => {
    const date = new Date(moment);
    if (Number.isNaN(date.getTime())) return String(moment);
    // Years beyond 9999 have a sign and six digits.
    const text = date.toISOString().replace('T', ' ').replace('Z', '');
    const extra = text.length - 23;
    return text.slice(0, (isByMonth ? 7 : length) + extra);
  };
}

function beginsMonth(moment: number): boolean {
  return new Date(moment).getUTCDate() === 1;
}
