/** A QR code of an address, drawn as one path on white, with a quiet zone of four modules. */
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { encode } from 'uqr';

export function Qr({ address, label }: { address: string; label: string }): JSX.Element {
  const id = useId();
  const { size, path } = useMemo(() => {
    const code = encode(address, { ecc: 'M', border: 4 });
    const cells = code.data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { size: code.size, path: cells.join('') };
  }, [address]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-labelledby={id}
      shape-rendering="crispEdges"
    >
      <title id={id}>{label}</title>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
