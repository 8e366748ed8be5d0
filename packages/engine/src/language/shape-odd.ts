/** The shape of what people say of the model for its ODD protocol. */
import * as z from 'zod';
import { about, evidenceIds, name, text } from './shape-parts.ts';

/** The design concepts of ODD (Grimm et al. 2020), in its order. */
export const CONCEPTS = [
  'basicPrinciples',
  'emergence',
  'adaptation',
  'objectives',
  'learning',
  'prediction',
  'sensing',
  'interaction',
  'stochasticity',
  'collectives',
  'observation',
] as const;
export type Concept = (typeof CONCEPTS)[number];

const submodel = z.strictObject({
  id: name,
  title: text,
  text: text.optional(),
  elements: about(
    z.array(name),
    'Drivers, indicators, measures, seats and parameters; a parameter follows what reads it first when left out',
  ).optional(),
  evidence: evidenceIds.optional(),
});
export const odd = z.strictObject({
  purpose: about(text, 'What it is for, for whom, and what it is not for').optional(),
  patterns: about(text, 'Which patterns of the world it must show to be good enough').optional(),
  hindsight: about(text, 'What was known when it was written, and how that was kept out').optional(),
  concepts: about(
    z
      .strictObject(
        Object.fromEntries(CONCEPTS.map((concept) => [concept, text])) as Record<Concept, typeof text>,
      )
      .partial(),
    'The design concepts; one that does not apply says so',
  ).optional(),
  initialization: text.optional(),
  inputData: text.optional(),
  submodels: z.array(submodel).optional(),
});
