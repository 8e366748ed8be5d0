/**
 * The choices of one way through a step. A draw asks the tape; the tape answers as it did in the last run up to the
 * choice that is to be turned next, so that running a step again and again visits every branch once, each with its
 * probability.
 */

interface Choice {
  readonly probabilities: readonly number[];
  index: number;
}

export class Tape {
  /** Of the choices made so far in this run. */
  probability = 1;
  private readonly choices: Choice[] = [];
  private position = 0;

  /** Goes back to the first branch. */
  reset(): void {
    this.choices.length = 0;
    this.rewind();
  }

  /** Index of what happens in this branch; what has no probability never happens. */
  choose(probabilities: readonly number[]): number {
    let choice = this.choices[this.position];
    if (!choice) {
      choice = { probabilities, index: nextPossible(probabilities, 0) };
      this.choices.push(choice);
    }
    this.position++;
    this.probability *= choice.probabilities[choice.index]!;
    return choice.index;
  }

  /** Turns to the next branch; false when there is none. */
  next(): boolean {
    for (let last = this.choices.at(-1); last; last = this.choices.at(-1)) {
      last.index = nextPossible(last.probabilities, last.index + 1);
      if (last.index < last.probabilities.length) {
        this.rewind();
        return true;
      }
      this.choices.pop();
    }
    return false;
  }

  private rewind(): void {
    this.position = 0;
    this.probability = 1;
  }
}

function nextPossible(probabilities: readonly number[], from: number): number {
  let index = from;
  while (index < probabilities.length && !(probabilities[index]! > 0)) index++;
  return index;
}
