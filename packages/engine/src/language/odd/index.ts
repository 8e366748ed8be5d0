/**
 * The ODD protocol of a model as Markdown (Overview, Design concepts, Details: Grimm et al., Journal of Artificial
 * Societies and Social Simulation 23(2) 7, 2020), for `stave show --as odd`. What the scenario says is printed, and
 * what people alone can say comes from its section `odd`; the same model and language give the same text.
 */
import type { Model } from '../model.ts';
import { conceptBlocks } from './concepts.ts';
import { contextOf } from './context.ts';
import { initializationBlocks, inputBlocks } from './details.ts';
import { code, type Block } from './markdown.ts';
import { entitiesBlocks, hindsightBlocks, processBlocks, purposeBlocks } from './overview.ts';
import { sourceBlocks } from './sources.ts';
import { submodelBlocks } from './submodels.ts';
import { oddWordsFor } from './words.ts';

/** `lang`: a tag such as `en` or `zh`, for texts that have it and for the protocol's own words. */
export function printOdd(model: Model, lang = 'en'): string {
  const words = oddWordsFor(lang);
  const context = contextOf(model, words, lang);
  const parts = [
    purposeBlocks,
    entitiesBlocks,
    processBlocks,
    conceptBlocks,
    initializationBlocks,
    inputBlocks,
    submodelBlocks,
  ];
  const blocks: readonly Block[] = [
    `# ${context.line(model.title)}`,
    `${code(model.id)} · ${words.follows}`,
    ...hindsightBlocks(context),
    ...parts.flatMap((part, i) => [`## ${i + 1}. ${words.elements[i] ?? ''}`, ...part(context)]),
    ...sourceBlocks(context),
  ];
  return `${blocks.join('\n\n')}\n`;
}
