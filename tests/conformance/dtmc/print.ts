/** Prints the scenario of a chain: `npx tsx tests/conformance/dtmc/print.ts brp N=32 MAX=2`. */
import { CHAINS } from './chains/index.ts';
import { scenarioOf } from './cases.ts';

const [chain = '', ...given] = process.argv.slice(2);
if (!(chain in CHAINS)) throw new Error(`no such chain; there are ${Object.keys(CHAINS).join(', ')}`);
const parameters = Object.fromEntries(
  given.map((text) => {
    const [name = '', value = ''] = text.split('=');
    // A string of digits such as Herman's start keeps its zeros in front.
    return [name, /^0\d/.test(value) ? value : Number(value)];
  }),
);
process.stdout.write(scenarioOf({ chain: chain as keyof typeof CHAINS, parameters }));
