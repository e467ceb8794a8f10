/** Characters that a line of a list has room for. */
const longest = 120;

/** IAM's words, whoever passes them on: the session that asked, and the action it may not do. */
const denial =
  /User: arn:[\w-]+:sts::\d+:assumed-role\/([^/\s]+)\/.* is not authorized to perform: ([\w-]+:\w+)/;

/** The line for an error's message where there is no room for more; the whole of it has to be elsewhere. */
export function errorLine(message: string): string {
  const [, role, action] = denial.exec(message) ?? [];
  if (role !== undefined && action !== undefined) return `${action} is denied to the role ${role}.`;
  const [line = ''] = message.split('\n');
  const sentence = /^.{12,}?[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
  return sentence.length > longest ? `${sentence.slice(0, longest - 1)}…` : sentence;
}
