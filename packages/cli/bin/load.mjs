/**
 * Loads the bundle, which is one script, with what V8 had compiled of it when the bundle was warmed
 * (docs/decisions/0033). Code that V8 does not take is as good as none.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

/** Where the compiled code lies of a bundle that lies at `path`: each version of V8 has its own. */
export const codeOf = (path) => `${path}.${process.versions.v8}-${process.arch}.code`;

/** The script of a bundle: an expression of one function, as Node calls modules. */
export const scriptOf = (path, cachedData) =>
  new Script(readFileSync(path, 'latin1'), {
    filename: path,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });

/** What a script exports. */
export function exportsOf(script, path) {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
  return module.exports;
}

const DIGEST_BYTES = 32;
const digestOf = (code) => createHash('sha256').update(code).digest();

const loaded = new Map();

/** What the bundle at an address exports; it is evaluated once. */
export function load(url) {
  const path = fileURLToPath(url);
  const known = loaded.get(path);
  if (known) return known;
  const made = exportsOf(scriptOf(path, compiledOf(path)), path);
  loaded.set(path, made);
  return made;
}

/** V8 would run whatever lies there, so that what was damaged goes; it is made again where it is missed. */
function compiledOf(path) {
  try {
    const kept = readFileSync(codeOf(path));
    const code = kept.subarray(0, -DIGEST_BYTES);
    if (digestOf(code).equals(kept.subarray(-DIGEST_BYTES))) return code;
    rmSync(codeOf(path), { force: true });
  } catch {
    // Nothing is kept, or it may not be touched.
  }
  return undefined;
}

/** Keeps what V8 has compiled of a script by now. */
export function keepCode(path, script) {
  const code = script.createCachedData();
  const temporary = `${codeOf(path)}.${process.pid}.tmp`;
  writeFileSync(temporary, Buffer.concat([code, digestOf(code)]));
  renameSync(temporary, codeOf(path));
}
