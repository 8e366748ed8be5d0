/** The part of the WebAssembly interface that the kernel uses; no library of types that is loaded here declares it. */
declare namespace WebAssembly {
  type Module = object;
  const Module: {
    new (bytes: Uint8Array): Module;
    imports(module: Module): readonly object[];
  };
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    grow(pages: number): number;
    readonly buffer: ArrayBuffer;
  }
  /** A trap. */
  class RuntimeError extends Error {}
  function validate(bytes: Uint8Array): boolean;
}
