/** Laws as data: what every distribution, executor and scenario pack obeys. Tests apply them to all there are. */
export { distributionLaws, type DistributionLaw } from '../chance/laws.ts';
export { executorLaws, type ExecutorLaw } from './executor-laws.ts';
export { readPack, scenarioLaws, type Pack, type ScenarioLaw } from './scenario-laws.ts';
