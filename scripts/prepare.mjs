/**
 * After an install: the command is built, so that its first use does not wait. A source that does not build must
 * not spoil the install; the command builds itself when it is used and then says what is wrong.
 */
import { build } from './build.mjs';

try {
  await build();
} catch (error) {
  console.error(`The command was not built: ${error.message}`);
}
