import assert from 'node:assert/strict';
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { countryName, countryNumber, findCountry } from '../../../src/core/map/countryCodes.ts';

describe('findCountry', () => {
  const cases: [code: string | undefined, ...texts: string[]][] = [
    ['US', 'United States', 'USA', 'us', 'U.S.A.', 'United States of America', 'The United States', '840'],
    ['GB', 'UK', 'gbr', 'Great Britain', 'united kingdom', 'Scotland'],
    ['KR', 'South Korea', 'Korea, South', 'Republic of Korea', 'Korea, Republic of', 'KOR', ' south  korea '],
    ['KP', 'North Korea', 'Korea, Democratic People’s Republic of'],
    ['RU', 'Russia', 'Russian Federation', 'RUS'],
    ['CI', 'Côte d’Ivoire', "cote d'ivoire", 'Ivory Coast', 'COTE D IVOIRE'],
    ['CD', 'DR Congo', 'Democratic Republic of the Congo', 'Congo (Kinshasa)'],
    ['CG', 'Congo', 'Republic of the Congo', 'Congo-Brazzaville'],
    ['BA', 'Bosnia & Herzegovina', 'Bosnia and Herzegovina'],
    ['LC', 'St. Lucia', 'Saint Lucia', 'St Lucia'],
    ['GM', 'Gambia, The', 'The Gambia'],
    ['TR', 'Türkiye', 'Turkey', 'turkiye'],
    ['ST', 'São Tomé and Príncipe', 'Sao Tome & Principe'],
    ['CZ', 'Czechia', 'Czech Republic'],
    ['VN', 'Vietnam', 'Viet Nam'],
    ['XK', 'Kosovo', 'XKX', 'xk'],
    ['AF', '4', '04', '004', 'Afghanistan'],
    ['SG', 'Singapore', 'SGP'],
    [undefined, '', '  ', 'Atlantis', '0', '999', '1234', 'ZZ', 'United', 'constructor', '__proto__', '🇸🇬'],
    [undefined, 'Singapore'.repeat(100)],
  ];
  for (const [code, ...texts] of cases) {
    it(`takes ${texts.slice(0, 3).join(', ').slice(0, 60)} for ${code ?? 'none'}`, () => {
      assert.deepEqual(
        texts.map((text) => [text, findCountry(text)?.code]),
        texts.map((text) => [text, code]),
      );
    });
  }

  it('finds every country by each of its codes and English names', () => {
    const lost = codes.flatMap(([two = '', three = '', number = '']) => {
      const names = (english.countries as Record<string, string | string[]>)[two] ?? [];
      // Two countries are called Congo.
      const texts = [two, three, number, ...[names].flat().filter((name) => name !== 'Congo')];
      return texts.filter((text) => findCountry(text)?.code !== two);
    });
    assert.deepEqual(lost, []);
  });

  it('says how it was spelled', () => {
    assert.deepEqual(
      ['Chile', 'cl', 'CHL', '152'].map((text) => findCountry(text)?.spelling),
      ['name', 'alpha2', 'alpha3', 'numeric'],
    );
  });

  it('has a name and a number for a code', () => {
    assert.deepEqual(
      ['RU', 'KR', 'GB', 'US', 'CN', 'ZZ'].map((code) => [countryName(code), countryNumber(code)]),
      [
        ['Russia', '643'],
        ['South Korea', '410'],
        ['United Kingdom', '826'],
        ['United States', '840'],
        ['China', '156'],
        ['ZZ', undefined],
      ],
    );
  });
});
