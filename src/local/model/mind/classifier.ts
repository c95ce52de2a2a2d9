import { featuresOf } from './features.ts';

export interface Example<Label> {
  text: string;
  label: Label;
}
export interface Guess<Label> {
  label: Label;
  /** Between 0 and 1. */
  probability: number;
}
export type Classifier<Label> = (text: string) => Guess<Label>;

const EPOCHS = 15;
const LEARNING_RATE = 4;

/** One row of weights, by label, for each feature. */
type Row = Float64Array;
interface Sample {
  rows: readonly Row[];
  answer: number;
}

/** Softmax regression by gradient descent over `featuresOf`. No randomness: the same examples always give the same weights. */
export function trainClassifier<Label extends string>(examples: readonly Example<Label>[]): Classifier<Label> {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const weights = new Map<string, Row>();
  const rowOf = (feature: string): Row => {
    const row = weights.get(feature) ?? new Float64Array(labels.length);
    weights.set(feature, row);
    return row;
  };
  const samples = examples.map(({ text, label }) => ({
    rows: [...featuresOf(text)].map(rowOf),
    answer: labels.indexOf(label),
  }));
  const mixed = interleave(samples, labels.length);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const sample of mixed) learn(sample, labels.length, LEARNING_RATE / (1 + epoch / 5));
  }
  return (text) => {
    const features = [...featuresOf(text)];
    const rows = features.flatMap((feature) => weights.get(feature) ?? []);
    return best(labels, softmax(rows, labels.length, features.length));
  };
}

/** Examples come grouped by label; descent wants them mixed. */
const interleave = (samples: readonly Sample[], stride: number): readonly Sample[] =>
  Array.from({ length: stride }, (_, offset) => samples.filter((_sample, index) => index % stride === offset)).flat();

function learn({ rows, answer }: Sample, labels: number, rate: number): void {
  const probabilities = softmax(rows, labels, rows.length);
  const step = probabilities.map((probability, label) => (label === answer ? 1 : 0) - probability);
  const scaled = rate / Math.sqrt(rows.length || 1);
  for (const row of rows) {
    for (let label = 0; label < labels; label += 1) row[label] = (row[label] ?? 0) + (step[label] ?? 0) * scaled;
  }
}

/** `size` counts the unknown features too: a text of mostly unknown words gets an unsure answer. */
function softmax(rows: readonly Row[], labels: number, size: number): Float64Array {
  const scores = new Float64Array(labels);
  for (const row of rows) {
    for (let label = 0; label < labels; label += 1) scores[label] = (scores[label] ?? 0) + (row[label] ?? 0);
  }
  const powers = scores.map((score) => Math.exp(score / Math.sqrt(size || 1)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function best<Label>(labels: readonly Label[], probabilities: Float64Array): Guess<Label> {
  const guesses = labels.map((label, index) => ({ label, probability: probabilities[index] ?? 0 }));
  return guesses.reduce((winner, guess) => (guess.probability > winner.probability ? guess : winner));
}
