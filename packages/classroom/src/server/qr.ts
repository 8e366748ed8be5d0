/** A link as a picture of letters, for a terminal and the cameras before it. */
import { renderUnicodeCompact } from 'uqr';

export const qrText = (link: string): string => renderUnicodeCompact(link, { border: 1 });
