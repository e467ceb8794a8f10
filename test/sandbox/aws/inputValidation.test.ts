import assert from 'node:assert/strict';
import { CommonError } from '../../../src/sandbox/aws/awsError.ts';
import { readStructure } from '../../../src/sandbox/aws/inputModel.ts';
import type { Shape } from '../../../src/sandbox/aws/inputModel.ts';
import { validateInput } from '../../../src/sandbox/aws/inputValidation.ts';
import type { Constraints } from '../../../src/sandbox/aws/inputValidation.ts';
import { redshiftData, redshiftServerless, ssoOidc, sts } from '../../../src/sandbox/aws/services.ts';

const operations = [sts, ssoOidc, redshiftData, redshiftServerless].flatMap(({ operations }) => [
  ...operations.values(),
]);

/** Paths of all members of a shape, those of lists without index. */
function paths(shape: Shape, prefix = ''): string[] {
  if (shape.kind === 'list') {
    return shape.member.kind === 'structure' ? paths(shape.member, prefix) : [`${prefix}.member`];
  }
  if (shape.kind !== 'structure') return [];
  return [...shape.members].flatMap(([name, member]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [path, ...paths(member.shape, path)];
  });
}

function kinds(shape: Shape): string[] {
  if (shape.kind === 'list') return ['list', ...kinds(shape.member)];
  if (shape.kind !== 'structure') return [shape.kind];
  return [...shape.members.values()].flatMap((member) => kinds(member.shape));
}

describe('the model of each input', () => {
  for (const operation of operations) {
    it(`of ${operation.name} is read whole and constrains members that are there`, () => {
      const shape = readStructure(operation.input);
      const members = paths(shape);
      assert.deepEqual(
        [
          kinds(shape).includes('other'),
          Object.keys(operation.constraints).filter((p) => !members.includes(p)),
        ],
        [false, []],
      );
    });
  }

  it('knows lists, structures and required members', () => {
    const shape = readStructure(redshiftData.operations.get('ExecuteStatement')?.input ?? []);
    const required = [...shape.members].filter(([, member]) => member.required).map(([name]) => name);
    assert.deepEqual(
      [required, shape.members.get('Parameters')?.shape, shape.members.get('ClientToken')?.shape.kind],
      [
        ['Sql'],
        {
          kind: 'list',
          member: {
            kind: 'structure',
            members: new Map([
              ['name', { shape: { kind: 'string' }, required: true }],
              ['value', { shape: { kind: 'string' }, required: true }],
            ]),
          },
        },
        'string',
      ],
    );
  });

  it('refuses a schema of another form', () => {
    assert.throws(() => readStructure([4, 'ns', 'Field', 0, [], []]), TypeError);
  });
});

describe('an input', () => {
  const shape = readStructure([
    3,
    'ns',
    'Input',
    0,
    ['Name', 'Count', 'On', 'Words', 'Parts', 'When'],
    [0, 1, 2, 64 | 0, () => [1, 'ns', 'Parts', 0, () => [3, 'ns', 'Part', 0, ['Size'], [1], 1]], 4],
    1,
  ]);
  const constraints: Constraints = {
    Name: { length: [2, 4], bytes: [0, 5], pattern: /[a-zé]+/ },
    Count: { range: [1, 30] },
    Words: { length: [1, 2] },
    'Parts.Size': { range: [0, 9] },
  };

  it('keeps what the shape has and drops the rest', () => {
    const input = { Name: 'abc', Count: 30, On: false, Words: ['x'], Parts: [{ Size: 9 }], Other: 1 };
    const { Other: _, ...kept } = input;
    assert.deepEqual(validateInput(input, shape, constraints), kept);
  });

  it('takes null for a member that is left out', () => {
    assert.deepEqual(validateInput({ Name: 'abc', Count: null }, shape, constraints), { Name: 'abc' });
  });

  it('takes no member from a prototype', () => {
    const input: unknown = JSON.parse('{"__proto__":{"Name":"abc"}}');
    assert.throws(() => validateInput(input, shape, constraints), /'name'.*null/);
  });

  const refused: [label: string, input: unknown, fault: RegExp][] = [
    ['no structure', 'text', /'input'.*structure/],
    ['a missing member', {}, /'name'.*null/],
    ['a number for text', { Name: 5 }, /'name'.*string/],
    ['too few characters', { Name: 'a' }, /'name'.*length greater than or equal to 2/],
    ['too many characters', { Name: 'abcde' }, /'name'.*length less than or equal to 4/],
    ['too many bytes', { Name: 'ééé' }, /'name'.*length in bytes less than or equal to 5/],
    ['a character too much in a pattern', { Name: 'ab1' }, /'name'.*pattern/],
    ['a line break after a match', { Name: 'ab\n' }, /'name'.*pattern/],
    ['a number too small', { Name: 'ab', Count: 0 }, /'count'.*value greater than or equal to 1/],
    ['a number too large', { Name: 'ab', Count: 31 }, /'count'.*value less than or equal to 30/],
    ['infinity', { Name: 'ab', Count: Infinity }, /'count'.*integer/],
    ['text for a truth value', { Name: 'ab', On: 'true' }, /'on'.*boolean/],
    ['text for a list', { Name: 'ab', Words: 'x' }, /'words'.*list/],
    ['a list that is too long', { Name: 'ab', Words: ['x', 'y', 'z'] }, /'words'.*2/],
    ['a number in a list of text', { Name: 'ab', Words: ['x', 1] }, /'words\.2\.member'.*string/],
    [
      'a fault within a list',
      { Name: 'ab', Parts: [{ Size: 1 }, { Size: 10 }] },
      /'parts\.2\.member\.size'.*9/,
    ],
    ['a gap within a list', { Name: 'ab', Parts: [{}] }, /'parts\.1\.member\.size'.*null/],
    ['a type that is not offered', { Name: 'ab', When: 1 }, /'when'.*not offered/],
  ];
  for (const [label, input, fault] of refused) {
    it(`is refused for ${label}`, () => {
      assert.throws(
        () => validateInput(input, shape, constraints),
        (error) => error instanceof CommonError && error.fault === 'validation' && fault.test(error.message),
      );
    });
  }

  it('is refused with every fault at once and no value', () => {
    assert.throws(
      () => validateInput({ Name: 'secret', Count: 99 }, shape, constraints),
      (error) =>
        error instanceof Error &&
        error.message.startsWith('3 validation errors detected: ') &&
        !/secret|99/.test(error.message),
    );
  });
});
