/** The shape of evidence: claims, and the works that support them. */
import * as z from 'zod';
import { about } from './shape-parts.ts';

export const work = {
  source: z.string(),
  date: about(
    z.union([z.string(), z.number()]),
    'When it was published or measured: 2022, 2022-12 or 2022-12-16',
  ),
  kind: z.enum(['article', 'data', 'literature', 'record']),
  url: z.string().optional(),
  hindsight: about(z.string(), 'Why material from after the start is used, and with what effect').optional(),
};
export const claim = about(z.string(), 'What it supports, in own words');
export const workId = about(z.string(), 'Id of a row of the table `works`');
export const use = {
  omitted: about(z.string(), 'Nothing in the model stands for this claim: why').optional(),
  background: about(z.string(), 'It shaped the model as a whole and no single element: how').optional(),
};
export const source = z.union([
  z.strictObject({ claim, ...work, ...use }),
  z.strictObject({ claim, work: workId, ...use }),
]);
