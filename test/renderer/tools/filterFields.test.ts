import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ColumnCondition } from '../../../src/protocol/resultViewSpec.ts';
import {
  conditionOf,
  fieldsOf,
  filterKind,
  operatorsOf,
  type FilterFields,
  type FilterKind,
} from '../../../src/renderer/tools/filterFields.ts';

describe('fields of a filter', () => {
  const kinds: [typeName: string, kind: FilterKind][] = [
    ['varchar(20)', 'text'],
    ['super', 'text'],
    ['int8', 'number'],
    ['numeric(18,2)', 'number'],
    ['float8', 'number'],
    ['bool', 'boolean'],
    ['date', 'date'],
    ['timestamp', 'timestamp'],
    ['timestamptz', 'timestamp'],
    ['time', 'time'],
  ];
  for (const [typeName, kind] of kinds) {
    it(`are those of ${kind} for ${typeName}`, () => assert.equal(filterKind(typeName), kind));
  }

  const conditions: [FilterKind, ColumnCondition][] = [
    ['text', { kind: 'contains', text: 'Jap', matchCase: true }],
    ['text', { kind: 'notContains', text: ' ', matchCase: false }],
    ['text', { kind: 'equals', value: '' }],
    ['text', { kind: 'oneOf', values: ['a', null, ''] }],
    ['text', { kind: 'range', from: 'a', to: 'b' }],
    ['number', { kind: 'notEquals', value: '-1.5e3' }],
    ['number', { kind: 'range', to: '9007199254740993' }],
    ['date', { kind: 'range', from: '2026-01-31' }],
    ['timestamp', { kind: 'range', from: '2026-01-31', to: '2026-01-31 23:59:59.999999' }],
    ['time', { kind: 'equals', value: '18:30' }],
    ['boolean', { kind: 'equals', value: 'true' }],
    ['boolean', { kind: 'equals', value: 'false' }],
    ['boolean', { kind: 'null' }],
    ['number', { kind: 'notNull' }],
  ];
  for (const [kind, condition] of conditions) {
    it(`hold the same filter again: ${kind} ${JSON.stringify(condition)}`, () => {
      const fields = fieldsOf(kind, condition);
      assert.ok(operatorsOf(kind).some(({ operator }) => operator === fields.operator));
      assert.deepEqual(conditionOf(kind, fields), condition);
    });
  }

  const written: {
    label: string;
    kind: FilterKind;
    fields: Partial<FilterFields>;
    condition: ColumnCondition;
  }[] = [
    {
      label: 'all moments of a day',
      kind: 'timestamp',
      fields: { operator: 'equals', text: ' 2026-01-31 ' },
      condition: { kind: 'range', from: '2026-01-31', to: '2026-01-31 23:59:59.999999' },
    },
    {
      label: 'the last day to its end',
      kind: 'timestamp',
      fields: { operator: 'range', from: '2026-01-30 12:00', to: '2026-01-31' },
      condition: { kind: 'range', from: '2026-01-30 12:00', to: '2026-01-31 23:59:59.999999' },
    },
    {
      label: 'a number without the blanks around it',
      kind: 'number',
      fields: { operator: 'equals', text: ' 12.5 ' },
      condition: { kind: 'equals', value: '12.5' },
    },
    {
      label: 'a text with them',
      kind: 'text',
      fields: { operator: 'equals', text: ' a ' },
      condition: { kind: 'equals', value: ' a ' },
    },
  ];
  for (const { label, kind, fields, condition } of written) {
    it(`ask for ${label}`, () => {
      assert.deepEqual(conditionOf(kind, { ...fieldsOf(kind), ...fields }), condition);
    });
  }

  const problems: {
    label: string;
    kind: FilterKind;
    fields: Partial<FilterFields>;
    field: string;
    problem: RegExp;
  }[] = [
    {
      label: 'no text',
      kind: 'text',
      fields: { operator: 'contains' },
      field: 'text',
      problem: /what to look for/,
    },
    {
      label: 'no number',
      kind: 'number',
      fields: { operator: 'equals', text: '1,5' },
      field: 'text',
      problem: /number/,
    },
    { label: 'no end', kind: 'number', fields: { operator: 'range' }, field: 'from', problem: /one end/ },
    {
      label: 'an end that is no number',
      kind: 'number',
      fields: { operator: 'range', from: '1', to: 'x' },
      field: 'to',
      problem: /number/,
    },
    {
      label: 'no date',
      kind: 'date',
      fields: { operator: 'equals', text: '31.1.2026' },
      field: 'text',
      problem: /2026-01-31/,
    },
    {
      label: 'no moment',
      kind: 'timestamp',
      fields: { operator: 'range', from: 'yesterday' },
      field: 'from',
      problem: /18:30/,
    },
    {
      label: 'no time',
      kind: 'time',
      fields: { operator: 'equals', text: '6pm' },
      field: 'text',
      problem: /18:30/,
    },
    { label: 'no values', kind: 'text', fields: { operator: 'oneOf' }, field: 'values', problem: /value/ },
  ];
  for (const { label, kind, fields, field, problem } of problems) {
    it(`say what to change: ${label}`, () => {
      const found = conditionOf(kind, { ...fieldsOf(kind), ...fields });
      assert.ok('problem' in found);
      assert.equal(found.field, field);
      assert.match(found.problem, problem);
    });
  }
});
