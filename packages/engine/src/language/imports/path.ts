/** Paths of fragments: relative, with `/`, so that they mean the same on every machine. */

/** Why a path cannot be followed, or nothing. */
export function pathProblem(path: string): { readonly message: string; readonly help: string } | undefined {
  const help = 'write the way from the folder of this file, such as `../shared/mechanism.yaml`';
  if (path.trim() === '') return { message: 'the path is empty', help };
  if (/^[a-z][a-z0-9+.-]+:/i.test(path))
    return {
      message: `\`${path}\` is an address; fragments are files`,
      help: `fetch it first, then ${help}`,
    };
  if (/^(\/|~|\\\\|[a-z]:)/i.test(path)) return { message: `\`${path}\` is a path of one machine`, help };
  if (path.includes('\\'))
    return {
      message: `\`${path}\` has a backslash`,
      help: `write \`${path.replaceAll('\\', '/')}\`: \`/\` is understood everywhere`,
    };
  return undefined;
}

/** A path that is written in the file at `from`, from where `from` is written from. */
export function resolvedPath(from: string, path: string): string {
  const steps: string[] = [];
  for (const step of [...from.split('/').slice(0, -1), ...path.split('/')]) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}
