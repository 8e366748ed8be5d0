export interface SvgOptions { lang: string }
export function svgChart(): string { return ''; }
