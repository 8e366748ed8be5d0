/** Named imports in a module of their own, so that a bundler can load this lazily and still drop the rest of mathjs. */
import { create, parseDependencies, type FactoryFunctionMap } from 'mathjs/number';

export const { parse } = create({ parseDependencies } as FactoryFunctionMap);
