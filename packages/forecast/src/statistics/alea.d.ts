/** Types of seedrandom's alea generator alone: the package's main file would gather entropy when loaded. */
declare module 'seedrandom/lib/alea.js' {
  export default function alea(seed: string): () => number;
}
