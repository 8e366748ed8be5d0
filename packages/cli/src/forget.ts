/** `stave forget DIR`: names, tokens and what people wrote go out of the logs of an exercise. */
import { forget as forgetIn, StoreError } from '@stave/classroom/server';
import { InputError } from './failure.ts';

export function forget(folder: string, { room }: { readonly room?: string }): void {
  try {
    const rooms = forgetIn(folder, room, Date.now());
    process.stdout.write(
      `names, tokens and texts are gone from ${rooms.join(', ')} in ${folder}; what happened stays, and replays\n`,
    );
  } catch (error) {
    if (error instanceof StoreError) throw new InputError(error.message, error.help);
    throw error;
  }
}
