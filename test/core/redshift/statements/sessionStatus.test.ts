import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sessionStatus } from '../../../../src/core/redshift/statements/sessionStatus.ts';
import { warehouse } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type Script } from './scriptedDataApi.ts';

const named = (SessionId: string, Status: string, NextToken?: string): Answer => ({
  body: { Sessions: [{ SessionId, Status }], ...(NextToken && { NextToken }) },
});
const refused: Answer = { error: 'ValidationException', message: 'Give a workgroup or cluster.' };
const byId = { SessionId: 'se-1' };
const byPlace = { WorkgroupName: 'redshift-tip-enabled' };

describe('the status of a session', () => {
  const rows: [string, Script[string], string, object[]][] = [
    ['is asked for by its ID', [named('se-1', 'BUSY')], 'BUSY', [byId]],
    ['is closed where nobody knows it', [{ error: 'ResourceNotFoundException' }], 'CLOSED', [byId]],
    [
      'is found among those of the workgroup where its ID is not taken',
      [refused, named('se-0', 'BUSY', 'next'), named('se-1', 'AVAILABLE')],
      'AVAILABLE',
      [byId, byPlace, { ...byPlace, NextToken: 'next' }],
    ],
    [
      'is closed where it is not among those of the workgroup',
      [refused, named('se-0', 'BUSY', 'next'), named('se-2', 'BUSY', 'next')],
      'CLOSED',
      [byId, byPlace, { ...byPlace, NextToken: 'next' }],
    ],
  ];
  for (const [label, ListSessions, expected, asked] of rows) {
    it(label, async () => {
      const { client, calls, stop } = await scriptedDataApi({ ListSessions });
      try {
        const status = await sessionStatus(client, 'se-1', undefined, warehouse);
        assert.deepEqual([status, calls.map(({ input }) => input)], [expected, asked]);
      } finally {
        await stop();
      }
    });
  }

  it('is not told where that is denied', async () => {
    const { client, stop } = await scriptedDataApi({ ListSessions: [{ error: 'AccessDeniedException' }] });
    await assert.rejects(sessionStatus(client, 'se-1', undefined, warehouse), {
      code: 'AccessDeniedException',
    });
    await stop();
  });
});
