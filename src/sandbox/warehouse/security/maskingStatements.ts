import { takesPrincipals } from './grants.ts';
import { readExpression, readPolicyColumn } from './rowLevelSecurity.ts';
import { TokenCursor, splitAtCommas, unsupported } from '../sql/tokenCursor.ts';
import type { MaskingPolicyDefinition, Translation } from '../sql/translation.ts';

/** CREATE, ALTER and DROP MASKING POLICY, ATTACH and DETACH MASKING POLICY, at its first word or after it. */
export function translateMasking(cursor: TokenCursor): Translation {
  const verb = cursor.takesOneOf('attach', 'detach') ?? cursor.tokens[0]?.value;
  cursor.expect('masking', 'policy');
  if (verb === 'attach' || verb === 'detach') return translateAttachment(cursor, verb === 'attach');
  if (verb === 'drop') {
    const ifExists = cursor.takes('if', 'exists');
    const name = cursor.name();
    const behaviour = cursor.takesOneOf('cascade', 'restrict');
    cursor.end();
    return { kind: 'dropMaskingPolicy', name, ifExists, cascade: behaviour === 'cascade' };
  }
  if (verb === 'alter') {
    const name = cursor.name();
    const expressions = takesExpressions(cursor);
    return { kind: 'alterMaskingPolicy', name, expressions };
  }
  const ifNotExists = cursor.takes('if', 'not', 'exists');
  return { kind: 'createMaskingPolicy', policy: readPolicy(cursor), ifNotExists };
}

function readPolicy(cursor: TokenCursor): MaskingPolicyDefinition {
  const name = cursor.name();
  cursor.expect('with');
  const columns = splitAtCommas(cursor.parenthesised()).map(readPolicyColumn);
  return { name, columns, expressions: takesExpressions(cursor) };
}

/** `USING (a, b)`: one expression for each output column. */
function takesExpressions(cursor: TokenCursor): string[] {
  cursor.expect('using');
  const tokens = cursor.parenthesised();
  cursor.end();
  return splitAtCommas(tokens).map((expression) => {
    if (expression.length === 0) throw cursor.syntaxError();
    return readExpression(expression, '', 'a masking policy');
  });
}

function translateAttachment(cursor: TokenCursor, attach: boolean): Translation {
  const policy = cursor.name();
  cursor.expect('on');
  const table = cursor.qualifiedName();
  const outputs = takesColumns(cursor);
  const inputs = attach && cursor.takes('using') ? takesColumns(cursor) : outputs;
  cursor.expect(attach ? 'to' : 'from');
  const to = takesPrincipals(cursor);
  let priority = 0;
  if (attach && cursor.takes('priority')) {
    const number = cursor.take();
    if (number.kind !== 'number' || !/^[0-9]{1,9}$/.test(number.text)) throw cursor.syntaxError();
    priority = Number(number.text);
  }
  cursor.end();
  return { kind: 'attachMask', attach, policy, table, outputs, inputs, to, priority };
}

function takesColumns(cursor: TokenCursor): string[] {
  const inner = new TokenCursor(cursor.parenthesised());
  const names = inner.names();
  if (inner.sees('.') || inner.sees('[')) throw unsupported('masking a path of a SUPER column', inner.next);
  inner.end();
  return names;
}
