/** Typed arrays that grow: nodes and edges come one by one and in millions. */

export class GrowingInts {
  length = 0;
  private array = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.array.length) this.array = grown(this.array, new Int32Array(this.length * 2));
    this.array[this.length++] = value;
  }

  at(index: number): number {
    return this.array[index]!;
  }

  set(index: number, value: number): void {
    this.array[index] = value;
  }
}

export class GrowingNumbers {
  length = 0;
  private array = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.array.length) this.array = grown(this.array, new Float64Array(this.length * 2));
    this.array[this.length++] = value;
  }

  at(index: number): number {
    return this.array[index]!;
  }
}

function grown<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
