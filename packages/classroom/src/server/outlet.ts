/** A way to somebody: a socket, or what a test puts in its place. */
export interface Outlet {
  /** One message, already as text. */
  send(text: string): void;
  /** Says goodbye and closes. @param again whether to come back */
  end(reason: string, again: boolean): void;
}
