/** What the address says when a page is opened. */

export interface Opened {
  readonly code: string;
  readonly show?: 'projector';
  readonly room?: string;
  /** A facilitator's secret, from the fragment: that part is sent to no server. */
  readonly secret?: { readonly kind: 'control' | 'projector'; readonly token: string };
}

/** `search` and `hash` as a location has them. */
export function readAddress(search: string, hash: string): Opened {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  const room = query.get('room');
  const kind = (['control', 'projector'] as const).find((one) => (fragment.get(one) ?? '') !== '');
  return {
    code: (query.get('code') ?? '').trim().toUpperCase().slice(0, 12),
    ...(query.get('show') === 'projector' ? { show: 'projector' as const } : {}),
    ...(room === null ? {} : { room }),
    ...(kind === undefined ? {} : { secret: { kind, token: fragment.get(kind) ?? '' } }),
  };
}
