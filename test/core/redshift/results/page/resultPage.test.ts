import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { isCancel } from '../../../../../src/core/errors.ts';
import {
  fetchResultPage,
  type ResultPage,
} from '../../../../../src/core/redshift/results/page/resultPage.ts';
import { scriptedDataApi, type Answer, type ScriptedDataApi } from '../../statements/scriptedDataApi.ts';

const ColumnMetadata = [
  { name: 'id', label: 'id', typeName: 'int8' },
  { name: 'city', label: 'Town', typeName: 'varchar' },
];
const page = (Records: unknown, more: object = {}): Answer => ({
  body: { Records, ColumnMetadata, ...more },
});
const columns = [
  { name: 'id', typeName: 'int8', numeric: true },
  { name: 'Town', typeName: 'varchar', numeric: false },
];

/** With its rows as text. */
const told = ({ values, ...page }: ResultPage) => ({ ...page, rows: values.rows() });

describe('results', () => {
  let api: ScriptedDataApi | undefined;
  const start = async (...answers: Answer[]): Promise<ScriptedDataApi> => {
    api = await scriptedDataApi({ GetStatementResultV2: answers });
    return api;
  };
  afterEach(() => api?.stop());

  it('reads a page with exact text, and asks for the next one', async () => {
    const { client, calls } = await start(
      page([{ CSVRecords: '9223372036854775807,\r\n' }], { TotalNumRows: 2, NextToken: 'next' }),
      page([{ CSVRecords: '-1,""\r\n' }], { TotalNumRows: 2 }),
    );
    const first = await fetchResultPage(client, 'st-1');
    const second = await fetchResultPage(client, 'st-1', first.nextToken);
    assert.deepEqual(
      [told(first), told(second)],
      [
        { columns, rows: [['9223372036854775807', null]], totalRows: 2, nextToken: 'next' },
        { columns, rows: [['-1', '']], totalRows: 2 },
      ],
    );
    assert.deepEqual(
      calls.map(({ input }) => input),
      [{ Id: 'st-1' }, { Id: 'st-1', NextToken: 'next' }],
    );
  });

  const shapes: { label: string; records: unknown; rows: unknown[] }[] = [
    { label: 'no rows', records: [], rows: [] },
    {
      label: 'a record that spans two chunks',
      records: [{ CSVRecords: '1,"To' }, { CSVRecords: 'kyo"\r\n2,x\r\n' }],
      rows: [
        ['1', 'Tokyo'],
        ['2', 'x'],
      ],
    },
    { label: 'a chunk in one more list', records: [[{ CSVRecords: '1,a\r\n' }]], rows: [['1', 'a']] },
    {
      label: 'several chunks in one more list',
      records: [[{ CSVRecords: '1,a\r\n' }, { CSVRecords: '2,b\r\n' }]],
      rows: [
        ['1', 'a'],
        ['2', 'b'],
      ],
    },
  ];
  for (const { label, records, rows } of shapes) {
    it(`reads ${label}`, async () => {
      const { client } = await start(page(records));
      assert.deepEqual((await fetchResultPage(client, 'st-1')).values.rows(), rows);
    });
  }

  const broken: { label: string; records: unknown; message: RegExp }[] = [
    {
      label: 'too few values',
      records: [{ CSVRecords: '1\r\n' }],
      message: /have 1 values for 2 columns/,
    },
    { label: 'an open quote', records: [{ CSVRecords: '1,"a' }], message: /never ends/ },
    { label: 'a chunk without text', records: [{}], message: /holds no CSV/ },
    { label: 'a chunk that is no text', records: [{ CSVRecords: 5 }], message: /holds no CSV/ },
  ];
  for (const { label, records, message } of broken) {
    it(`refuses ${label} rather than show wrong rows`, async () => {
      const { client } = await start(page(records));
      await assert.rejects(fetchResultPage(client, 'st-1'), {
        code: 'UnreadableResult',
        statementId: 'st-1',
        message,
      });
    });
  }

  it('spells booleans out, and nothing else that looks like one', async () => {
    const { client } = await start({
      body: {
        Records: [{ CSVRecords: 't,t\r\nf,f\r\n,true\r\n' }],
        ColumnMetadata: [
          { name: 'yes', typeName: 'bool' },
          { name: 'letter', typeName: 'varchar' },
        ],
      },
    });
    const { values } = await fetchResultPage(client, 'st-1');
    assert.deepEqual(values.rows(), [
      ['true', 't'],
      ['false', 'f'],
      [null, 'true'],
    ]);
  });

  it('says what to do where the result is gone', async () => {
    const { client } = await start({ error: 'ResourceNotFoundException', message: 'Query does not exist.' });
    await assert.rejects(fetchResultPage(client, 'st-1'), {
      code: 'ResourceNotFoundException',
      remedy: /24 hours/,
    });
  });

  it('is cancelled by the signal', async () => {
    const { client } = await start('hang');
    const controller = new AbortController();
    const fetching = fetchResultPage(client, 'st-1', undefined, controller.signal);
    controller.abort();
    await assert.rejects(fetching, isCancel);
  });
});
