import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

/** How a text names a country. */
export type CountrySpelling = 'name' | 'alpha2' | 'alpha3' | 'numeric';

export interface Country {
  /** ISO 3166-1 alpha-2; XK for Kosovo. */
  readonly code: string;
  readonly spelling: CountrySpelling;
}

/** What people write beside the names of ISO 3166-1, as `plainName` leaves it. */
const variants: Readonly<Record<string, string>> = {
  'bolivia plurinational state of': 'BO',
  bonaire: 'BQ',
  'bosnia herzegovina': 'BA',
  bosnia: 'BA',
  'british virgin islands': 'VG',
  brunei: 'BN',
  burma: 'MM',
  'cabo verde': 'CV',
  'congo brazzaville': 'CG',
  'congo kinshasa': 'CD',
  'congo democratic republic of the': 'CD',
  'congo the democratic republic of the': 'CD',
  'cote d ivoire': 'CI',
  'democratic republic of congo': 'CD',
  'dr congo': 'CD',
  drc: 'CD',
  'democratic peoples republic of korea': 'KP',
  'east timor': 'TL',
  england: 'GB',
  'falkland islands': 'FK',
  'federated states of micronesia': 'FM',
  holland: 'NL',
  'holy see': 'VA',
  'hong kong sar': 'HK',
  'iran islamic republic of': 'IR',
  'korea democratic peoples republic of': 'KP',
  'korea north': 'KP',
  'korea south': 'KR',
  laos: 'LA',
  macau: 'MO',
  macedonia: 'MK',
  'mainland china': 'CN',
  micronesia: 'FM',
  moldova: 'MD',
  'netherlands antilles': 'CW',
  'northern ireland': 'GB',
  'palestine state of': 'PS',
  'palestinian territories': 'PS',
  'palestinian territory occupied': 'PS',
  prc: 'CN',
  'republic of congo': 'CG',
  'republic of ireland': 'IE',
  'republic of moldova': 'MD',
  'saint helena ascension and tristan da cunha': 'SH',
  'saint martin': 'MF',
  scotland: 'GB',
  'sint maarten': 'SX',
  svalbard: 'SJ',
  swaziland: 'SZ',
  syria: 'SY',
  'tanzania united republic of': 'TZ',
  'united kingdom of great britain and northern ireland': 'GB',
  'us virgin islands': 'VI',
  vatican: 'VA',
  'vatican city': 'VA',
  'venezuela bolivarian republic of': 'VE',
  'viet nam': 'VN',
  wales: 'GB',
};

const alpha2 = new Map<string, string>();
const alpha3 = new Map<string, string>([['XKX', 'XK']]);
const numeric = new Map<string, string>();
const numbers = new Map<string, string>();
for (const [two = '', three = '', number = ''] of codes) {
  alpha2.set(two, two);
  alpha3.set(three, two);
  numeric.set(number, two);
  numbers.set(two, number);
}

const names = new Map<string, string>();
const shownNames = new Map<string, string>();
for (const [code, spellings] of Object.entries<string | readonly string[]>(english.countries)) {
  const all = typeof spellings === 'string' ? [spellings] : spellings;
  // Of `Russian Federation` and `Russia` the shorter is what people say; abbreviations and islands are not names.
  const sayable = all.filter((name) => name.length > 4 && !/\.|^Great Britain$/.test(name));
  const shortest = [...sayable].sort((a, b) => a.length - b.length)[0];
  shownNames.set(code, shortest ?? all[0] ?? code);
  for (const name of all) if (!names.has(plainName(name))) names.set(plainName(name), code);
}
for (const [name, code] of Object.entries(variants)) names.set(name, code);

/** The country that a text names: in English, or by a code of ISO 3166-1. Accents, case and punctuation don't count. */
export function findCountry(text: string): Country | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 80) return undefined;
  const upper = trimmed.toUpperCase();
  const found = (code: string | undefined, spelling: CountrySpelling): Country | undefined =>
    code === undefined ? undefined : { code, spelling };
  return (
    found(alpha2.get(upper), 'alpha2') ??
    found(alpha3.get(upper), 'alpha3') ??
    (/^\d{1,3}$/.test(trimmed) ? found(numeric.get(trimmed.padStart(3, '0')), 'numeric') : undefined) ??
    found(names.get(plainName(trimmed)), 'name')
  );
}

/** Short English name. */
export function countryName(code: string): string {
  return shownNames.get(code) ?? code;
}

/** ISO 3166-1 numeric, of three digits: what outlines of countries are numbered by. */
export function countryNumber(code: string): string | undefined {
  return numbers.get(code);
}

/** `Côte d’Ivoire` and `cote d'ivoire`, `St. Lucia` and `Saint Lucia`, `The Gambia` and `Gambia, The` are the same. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘`.]/g, '')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the | the$/g, '')
    .replace(/\bst\b/g, 'saint');
}
