/** The commands that guides show, as arguments of `stave`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../workspace/top.ts';

export const guides = join(top, 'docs/guides');

export interface GuideCommand {
  readonly guide: string;
  readonly args: readonly string[];
}

/** Lines of code blocks that run the command, each once. */
export function guideCommands(): readonly GuideCommand[] {
  const seen = new Set<string>();
  return readdirSync(guides)
    .filter((name) => name.endsWith('.md'))
    .flatMap((guide) => {
      const text = readFileSync(join(guides, guide), 'utf8');
      const blocks = [...text.matchAll(/^ *```\n([\s\S]*?)^ *```/gm)].map(([, block]) => block!);
      return blocks
        .flatMap((block) => block.split('\n').map((line) => line.trim()))
        .flatMap((line) => {
          const [, rest] = /^node packages\/cli\/bin\/stave\.mjs (.+)$/.exec(line) ?? [];
          if (rest === undefined || seen.has(rest)) return [];
          seen.add(rest);
          return [{ guide, args: rest.split(/\s+/) }];
        });
    });
}
