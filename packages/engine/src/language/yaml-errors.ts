/** What the YAML library says, in our words where ours are shorter, with what to do about it. */

interface Said {
  readonly message: string;
  readonly help?: string | undefined;
}

const SAY: Readonly<Record<string, Said>> = {
  TAB_AS_INDENT: { message: 'a tab stands in the indentation', help: 'YAML indents with spaces only' },
  MULTIPLE_DOCS: {
    message: 'the file holds several YAML documents',
    help: 'remove the `---` line: a scenario is one document',
  },
  RESOURCE_EXHAUSTION: { message: 'the YAML is nested too deeply here' },
  TAG_RESOLVE_FAILED: {
    message: 'tags (`!name`) are no part of a scenario',
    help: 'put text that begins with `!` in quotes',
  },
  BAD_INDENT: {
    message: 'the brackets or the indentation do not close where they should',
    help: 'close every `[` and `{`, and indent alike',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key must stand on one line',
    help: 'is the line above indented as it should be?',
  },
  BAD_SCALAR_START: { message: 'a value cannot begin with this character', help: 'put the value in quotes' },
};

export function describeYamlError(code: string, message: string, text: string, offset: number): Said {
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    const line = text.slice(offset).split(/[\r\n]/, 1)[0] ?? '';
    const help = line.includes('?')
      ? 'put an expression that contains `? :` in quotes'
      : 'text that contains `: ` needs quotes; a map below a key starts on the next line';
    return { message: 'a second `key: value` stands on the same line', help };
  }
  const known = Object.hasOwn(SAY, code) ? SAY[code] : undefined;
  return known ?? { message: lowerFirst(message.split('\n', 1)[0] ?? message) };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
