/** The server's public face, exported as `@stave/classroom/server`: it needs Node. */
export { ExerciseError, host, HostError, StoreError, type Hosting, type HostOptions } from './host.ts';
export { qrText } from './qr.ts';
export { forget } from './forget.ts';
