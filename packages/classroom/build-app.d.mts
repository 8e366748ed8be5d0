export const appFolder: string;
export function buildAppIfOlder(): Promise<boolean>;
