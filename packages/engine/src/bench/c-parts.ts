/** What every printed C program has: draws, normal scores, and what is asked of it on its command line. */
import { LEAST_TABLED, SCORE_ROW, wholeScoreTable } from '../chance/index.ts';
import { numeral } from './expressions.ts';

const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20];
const ROUNDS = 13;

/** One round a line, as libraries have it: compilers do not unroll such a loop by themselves. */
const rounds = (): string =>
  Array.from({ length: ROUNDS }, (_, round) => {
    const by = (i: number): number => ROTATIONS[(2 * round + i) % ROTATIONS.length] ?? 0;
    const [first, second] = round % 2 === 0 ? ['b', 'd'] : ['d', 'b'];
    const turn = (round + 1) / 4;
    const key = (i: number): string => `key[${(turn + i) % 5}]`;
    const inject = `a += ${key(0)}; b += ${key(1)}; c += ${key(2)}; d += ${key(3)} + ${turn};`;
    return `  MIX(a, ${first}, ${by(0)}) MIX(c, ${second}, ${by(1)})${Number.isInteger(turn) ? ` ${inject}` : ''}`;
  }).join('\n');

/** Threefry4x32 of 13 rounds (chance/threefry.ts); a block is drawn once for the four steps it holds. */
export const C_DRAWS = `
#define ROTATE(x, by) (((x) << (by)) | ((x) >> (32 - (by))))
#define MIX(a, b, by) a += b; b = ROTATE(b, by) ^ a;

static uint32_t seed[2];

static inline void threefry(uint32_t site, uint64_t trial, uint32_t quarter, uint32_t occurrence, uint32_t out[4]) {
  const uint32_t key[5] = {seed[0], seed[1], site, 0, 0x1bd11bda ^ seed[0] ^ seed[1] ^ site};
  uint32_t a = (uint32_t)trial + key[0], b = (uint32_t)(trial >> 32) + key[1];
  uint32_t c = quarter + key[2], d = occurrence + key[3];
${rounds()}
  out[0] = a; out[1] = b; out[2] = c; out[3] = d;
}

static uint32_t words[SITES][4];
/* Which block a site's words are, from 1; 0 is none. */
static uint32_t drawn[SITES];

static inline uint32_t word(int site, uint64_t trial, uint32_t step) {
  const uint32_t quarter = step / 4;
  if (drawn[site] != quarter + 1) {
    threefry(SITE[site], trial, quarter, 0, words[site]);
    drawn[site] = quarter + 1;
  }
  return words[site][step % 4];
}

static inline double unit(uint32_t word) { return (word + 0.5) * 0x1p-32; }
`;

/** The quantile function of the normal distribution as published, AS 241 (chance/normal-published.ts). */
export const C_NORMAL_PUBLISHED = `
static double tail(double r) {
  if (r <= 5) {
    r -= 1.6;
    return (((((((r * 7.7454501427834140764e-4 + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r +
      4.6303378461565452959) * r + 1.42343711074968357734) /
      (((((((r * 1.05075007164441684324e-9 + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r +
      2.05319162663775882187) * r + 1);
  }
  r -= 5;
  return (((((((r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
    0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r +
    5.4637849111641143699) * r + 6.6579046435011037772) /
    (((((((r * 2.04426310338993978564e-15 + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
    7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r +
    0.59983220655588793769) * r + 1);
}

static inline double normal(double u) {
  const double q = u - 0.5;
  if (fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * (((((((r * 2509.0809287301226727 + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r +
      133.14166789178437745) * r + 3.387132872796366608) /
      (((((((r * 5226.495278852854561 + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r +
      42.313330701600911252) * r + 1);
  }
  const double z = tail(sqrt(-log(q < 0 ? u : 1 - u)));
  return q < 0 ? -z : z;
}
`;

/** The same by the engine's table (chance/normal.ts), for the numbers that words give. */
export const cNormalTable = (): string => {
  const rows = wholeScoreTable();
  const lines = Array.from({ length: rows.length / SCORE_ROW }, (_, row) =>
    Array.from(rows.subarray(SCORE_ROW * row, SCORE_ROW * (row + 1)), numeral).join(', '),
  );
  return `
static const double SCORES[][${SCORE_ROW}] = {
${lines.map((line) => `  {${line}},`).join('\n')}
};

static inline double normal(double u) {
  const double q = u - 0.5, p = q < 0 ? u : 1 - u;
  const union { double value; uint64_t bits; } cell = {p}, least = {${LEAST_TABLED}};
  const double *row = SCORES[(cell.bits >> 47) - (least.bits >> 47)];
  const double t = p - row[0];
  const double z = row[1] + t * (row[2] + t * (row[3] + t * (row[4] + t * (row[5] + t * (row[6] + t * row[7])))));
  return q > 0 ? -z : z;
}
`;
};

/** exp and log of the engine, operation by operation (chance/exponential.ts, chance/logarithm.ts). */
export const C_ELEMENTARY = `
static inline double own_exp(double x) {
  const double k = floor(x * 1.4426950408889634 + 0.5);
  const double high = x - k * 0.6931471805582987, low = k * 1.6465949582897082e-12, r = high - low;
  const double c = high - r - low, z = r * r;
  const double even = 0.5 + z * (0.04166666666666667 + z * (0.0013888888888883752 +
    z * (2.480158732553378e-5 + z * (2.7557273660822466e-7 + z * 2.0914679595617734e-9))));
  const double odd = 0.1666666666666667 + z * (0.008333333333326141 +
    z * (0.00019841269874801073 + z * (2.7557255425009614e-6 + z * 2.510520668068106e-8)));
  const double p = 1 + (r + (z * (even + r * odd) + c));
  if (k >= -1000 && k <= 1000) {
    const union { uint64_t bits; double value; } power = {(uint64_t)(1023 + (int64_t)k) << 52};
    return p * power.value;
  }
  return x > 709.7827128933841 ? INFINITY : x < -745.1332191019412 ? 0 : ldexp(p, (int)k);
}

/* Of normal numbers above 0. */
static inline double own_log(double x) {
  union { double value; uint64_t bits; } cell = {x};
  const int k = (((int32_t)(cell.bits >> 32) + 0x00095f62) >> 20) - 1023;
  cell.bits -= (uint64_t)(int64_t)k << 52;
  const double f = cell.value - 1, s = f / (2 + f), z = s * s, w = z * z;
  const double even =
    0.666666666666667 + w * (0.28571428626253836 + w * (0.1818289243253687 + w * 0.14617807153417325));
  const double odd = 0.3999999999989889 + w * (0.22222211089379496 + w * 0.15331611722055008);
  const double r = z * (even + z * odd), half = 0.5 * f * f;
  return k * 0.6931471805582987 - (half - (s * (half + r) + k * 1.6465949582897082e-12) - f);
}
`;

/**
 * `block SEED0 SEED1 COUNT` writes the trials' answers and then their measures; `time …` runs some first and then
 * says how long COUNT trials took, by the clock and by the processor, in seconds.
 */
export const C_MAIN = `
#define CHUNK 4096

static double seconds(clockid_t of) {
  struct timespec at;
  clock_gettime(of, &at);
  return at.tv_sec + 1e-9 * at.tv_nsec;
}

static void run(uint64_t first, uint64_t count, int32_t *answers, double *measures) {
  for (uint64_t i = 0; i < count; i++) trial(first + i, answers + i * QUESTIONS, measures + i * CELLS);
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  seed[0] = strtoul(argv[2], 0, 10);
  seed[1] = strtoul(argv[3], 0, 10);
  const uint64_t count = strtoull(argv[4], 0, 10);
  const int timed = strcmp(argv[1], "time") == 0;
  const uint64_t room = timed && count > CHUNK ? CHUNK : count;
  int32_t *answers = malloc(room * QUESTIONS * sizeof *answers);
  double *measures = malloc(room * CELLS * sizeof *measures);
  if (!answers || !measures) return 1;
  run(0, room, answers, measures);
  if (!timed) {
    fwrite(answers, sizeof *answers, room * QUESTIONS, stdout);
    fwrite(measures, sizeof *measures, room * CELLS, stdout);
    return 0;
  }
  const double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
  double sum = 0;
  for (uint64_t first = 0; first < count; first += room) {
    const uint64_t size = count - first < room ? count - first : room;
    run(first, size, answers, measures);
    sum += measures[size * CELLS - 1];
  }
  printf("%.9f %.9f %.17g\\n", seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - processor, sum);
  return 0;
}
`;
