package dev.plumbline.diagnose.start;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Finds the weights before a step from those after it: the solution of W = W' + u(W). All weights and biases are in one
 * array, layer after layer, W before b.
 */
final class StepInversion {
    private static final int ROUNDS = 60;
    private static final int MOST_UNKNOWN = 400;

    /** The maximum number of ambiguous weights per column; all their combinations are tested. */
    private static final int MOST_AMBIGUOUS = 10;

    /** The relative change at which an iteration has converged. */
    private static final double SOLVED = 1e-14;

    /** The step of difference quotients. */
    private static final double SMALL = 1e-7;

    private final List<LayerWeights> like;
    private final double[] after;
    private final boolean separate;
    private final Function<List<LayerWeights>, Tensors> step;

    /**
     * The tensors of a step from some weights.
     *
     * @param usedTensors the tensors that follow from the recorded ones
     * @param correct the correct tensors, each computed from the recorded preceding ones
     */
    record Tensors(StepTrace usedTensors, StepTrace correct) {}

    private StepInversion(
            List<LayerWeights> like, double[] after, boolean separate, Function<List<LayerWeights>, Tensors> step) {
        this.separate = separate;
        this.like = like;
        this.after = after;
        this.step = step;
    }

    /**
     * Prepares the inversion of a step; empty if not all weights after it are recorded.
     *
     * @param like weights of the right shapes
     * @param recorded the recorded step
     * @param separate whether no weight's update depends on another weight
     * @param step takes the step from other weights
     */
    static Optional<StepInversion> of(
            List<LayerWeights> like, StepTrace recorded, boolean separate, Function<List<LayerWeights>, Tensors> step) {
        return flat(like, recorded, Quantity.WEIGHTS, Quantity.BIAS)
                .map(after -> new StepInversion(like, after, separate, step));
    }

    /** The weights before the step; empty if none were found. */
    Optional<List<LayerWeights>> solve() {
        return repeated(0).or(this::half).or(this::newton).map(this::weights);
    }

    /** One iteration from a guess. */
    Optional<List<LayerWeights>> once(List<LayerWeights> guess) {
        return next(guess.stream()
                        .flatMap(layer -> Stream.concat(Stream.of(layer.weights()), layer.bias().stream()))
                        .flatMapToDouble(matrix -> Arrays.stream(matrix.toRowMajor()))
                        .toArray())
                .map(this::weights);
    }

    /** The weights after a step, if all are recorded. */
    static Optional<List<LayerWeights>> shownWeights(List<LayerWeights> like, StepTrace recorded) {
        return flat(like, recorded, Quantity.WEIGHTS, Quantity.BIAS).map(flat -> weights(like, flat));
    }

    /** The weights after the step plus the update from these weights; empty if it is not defined. */
    private Optional<double[]> next(double[] from) {
        Tensors tensors = step.apply(weights(from));
        return flat(like, tensors.usedTensors(), Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE)
                .map(update -> plus(after, update))
                .filter(next -> Arrays.stream(next).allMatch(Double::isFinite));
    }

    /**
     * Iterates until a guess solves the equation; empty if it does not, or if a guess is not defined.
     *
     * @param following the guess after a guess and what follows from it
     */
    private Optional<double[]> iterated(
            double[] start, int rounds, BiFunction<double[], double[], Optional<double[]>> following) {
        Optional<double[]> guess = Optional.of(start);
        for (int i = 0; i < rounds && guess.isPresent(); i++) {
            Optional<double[]> next = next(guess.get());
            if (next.isEmpty() || isSolved(guess.get(), next.get())) {
                return next;
            }
            guess = following.apply(guess.get(), next.get());
        }
        return Optional.empty();
    }

    /** Fixed-point iteration from the weights after the step plus an offset. */
    private Optional<double[]> repeated(double offset) {
        double[] start = Arrays.stream(after).map(value -> value + offset).toArray();
        return iterated(start, ROUNDS, (guess, next) -> Optional.of(next));
    }

    /**
     * Fixed-point iteration that updates a random half of the weights at a time, because updates that jump, such as
     * Adam's first one, can make the full iteration cycle.
     */
    private Optional<double[]> half() {
        Random random = new Random(1);
        return iterated(after, 3 * ROUNDS, (guess, next) -> {
            double[] mixed = guess.clone();
            for (int j = 0; j < mixed.length; j++) {
                mixed[j] = random.nextBoolean() ? next[j] : mixed[j];
            }
            return Optional.of(mixed);
        });
    }

    /** Newton's method with difference quotients, for updates so large that the iteration overshoots. */
    private Optional<double[]> newton() {
        int rounds = separate || after.length <= MOST_UNKNOWN ? ROUNDS / 4 : 0;
        return iterated(after, rounds, (guess, next) -> {
            double[] error = minus(next, guess);
            boolean isSolved = separate ? divided(error, guess, next) : solved(error, guess, next);
            return isSolved ? Optional.of(plus(guess, error)) : Optional.empty();
        });
    }

    /** Divides an error by its derivatives, if each depends on one weight only. */
    private boolean divided(double[] error, double[] at, double[] value) {
        Optional<double[]> shifted =
                next(Arrays.stream(at).map(weight -> weight + SMALL).toArray());
        for (int i = 0; i < error.length && shifted.isPresent(); i++) {
            error[i] /= 1 - (shifted.get()[i] - value[i]) / SMALL;
        }
        return shifted.isPresent() && Arrays.stream(error).allMatch(Double::isFinite);
    }

    private boolean solved(double[] error, double[] at, double[] value) {
        double[][] slopes = slopes(at, value);
        return slopes.length > 0 && LinearEquations.solve(slopes, error);
    }

    /** ∂(W − W' − u(W)) / ∂W. */
    private double[][] slopes(double[] at, double[] value) {
        double[][] slopes = new double[at.length][at.length];
        for (int j = 0; j < at.length; j++) {
            double[] shifted = at.clone();
            shifted[j] += SMALL;
            Optional<double[]> moved = next(shifted);
            if (moved.isEmpty()) {
                return new double[0][];
            }
            for (int i = 0; i < at.length; i++) {
                slopes[i][j] = (i == j ? 1 : 0) - (moved.get()[i] - value[i]) / SMALL;
            }
        }
        return slopes;
    }

    /**
     * The weights before a step whose forward pass is recorded. Adam's first update gives little more than a sign, so
     * with a penalty a weight can have two values; the pre-activations decide between them. Weights whose input is 0
     * are decided by the following steps.
     *
     * @param error the distance of the first steps from the recorded ones, for given initial weights
     */
    Optional<List<LayerWeights>> solve(StepTrace recorded, ToDoubleFunction<List<LayerWeights>> error) {
        Optional<double[]> above = repeated(1);
        Optional<double[]> below = repeated(-1);
        if (above.isEmpty() || below.isEmpty()) {
            return Optional.empty();
        }
        List<Place> places = places();
        List<List<Integer>> ambiguous = new ArrayList<>();
        for (int i = 0; i < after.length; i++) {
            int column = places.get(i).column();
            while (ambiguous.size() <= column) {
                ambiguous.add(new ArrayList<>());
            }
            if (Math.abs(above.get()[i] - below.get()[i]) > DiagnosisTolerances.REPRODUCED) {
                ambiguous.get(column).add(i);
            }
        }
        int most = ambiguous.stream().mapToInt(List::size).max().orElse(0);
        return most > MOST_AMBIGUOUS
                ? Optional.empty()
                : Optional.of(refined(
                        chosen(recorded, above.get(), below.get(), ambiguous, places),
                        above.get(),
                        below.get(),
                        ambiguous.stream().flatMap(List::stream).toList(),
                        error));
    }

    /** Switches each ambiguous weight to its other value if that reduces the error of the first steps. */
    private List<LayerWeights> refined(
            double[] chosen,
            double[] above,
            double[] below,
            List<Integer> ambiguous,
            ToDoubleFunction<List<LayerWeights>> error) {
        double least = ambiguous.isEmpty() ? 0 : error.applyAsDouble(weights(chosen));
        for (int i : ambiguous) {
            double before = chosen[i];
            chosen[i] = before == above[i] ? below[i] : above[i];
            double switched = error.applyAsDouble(weights(chosen));
            if (switched < least) {
                least = switched;
            } else {
                chosen[i] = before;
            }
        }
        return weights(chosen);
    }

    private double[] chosen(
            StepTrace recorded, double[] above, double[] below, List<List<Integer>> ambiguous, List<Place> places) {
        double[] best = below.clone();
        double[] least = new double[ambiguous.size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        int most = ambiguous.stream().mapToInt(List::size).max().orElse(0);
        for (int choice = 0; choice < 1 << most; choice++) {
            double[] tried = below.clone();
            for (List<Integer> column : ambiguous) {
                for (int k = 0; k < column.size(); k++) {
                    int i = column.get(k);
                    tried[i] = (choice >> k & 1) == 1 ? above[i] : below[i];
                }
            }
            StepTrace correct = step.apply(weights(tried)).correct();
            for (int i = 0; i < tried.length; i++) {
                int column = places.get(i).column();
                double error = error(recorded, correct, places.get(i));
                if (error < least[column]) {
                    least[column] = error;
                    ambiguous.get(column).forEach(index -> best[index] = tried[index]);
                }
            }
        }
        return best;
    }

    /** The squared error of a unit's pre-activations. */
    private static double error(StepTrace recorded, StepTrace correct, Place place) {
        Optional<Matrix> actual = recorded.get(Quantity.PRE_ACTIVATION, place.layer());
        Optional<Matrix> expected = correct.get(Quantity.PRE_ACTIVATION, place.layer());
        if (actual.isEmpty() || expected.isEmpty() || !actual.get().hasShapeOf(expected.get())) {
            return 0;
        }
        double sum = 0;
        for (int s = 0; s < actual.get().rows(); s++) {
            double difference =
                    actual.get().get(s, place.unit()) - expected.get().get(s, place.unit());
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * The position of a number of the array.
     *
     * @param layer from 1
     * @param unit the column of W or of b
     * @param column the column counted over all layers
     */
    private record Place(int layer, int unit, int column) {}

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        int before = 0;
        for (int l = 1; l <= like.size(); l++) {
            LayerWeights layer = like.get(l - 1);
            int units = layer.weights().columns();
            int rows = layer.weights().rows() + (layer.bias().isPresent() ? 1 : 0);
            for (int i = 0; i < rows * units; i++) {
                places.add(new Place(l, i % units, before + i % units));
            }
            before += units;
        }
        return places;
    }

    private static boolean isSolved(double[] from, double[] to) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < from.length; i++) {
            difference = Math.max(difference, Math.abs(from[i] - to[i]));
            size = Math.max(size, Math.abs(to[i]));
        }
        return difference <= SOLVED * size;
    }

    private static double[] plus(double[] first, double[] second) {
        double[] sum = new double[first.length];
        Arrays.setAll(sum, i -> first[i] + second[i]);
        return sum;
    }

    private static double[] minus(double[] from, double[] subtrahend) {
        double[] difference = new double[from.length];
        Arrays.setAll(difference, i -> from[i] - subtrahend[i]);
        return difference;
    }

    private static Optional<double[]> flat(
            List<LayerWeights> like, StepTrace trace, Quantity ofWeights, Quantity ofBias) {
        List<double[]> parts = new ArrayList<>();
        for (int l = 1; l <= like.size(); l++) {
            LayerWeights layer = like.get(l - 1);
            Optional<Matrix> weights = trace.get(ofWeights, l).filter(tensor -> tensor.hasShapeOf(layer.weights()));
            Optional<Matrix> bias = trace.get(ofBias, l)
                    .filter(tensor ->
                            layer.bias().filter(b -> b.hasShapeOf(tensor)).isPresent());
            if (weights.isEmpty() || bias.isPresent() != layer.bias().isPresent()) {
                return Optional.empty();
            }
            parts.add(weights.get().toRowMajor());
            bias.ifPresent(tensor -> parts.add(tensor.toRowMajor()));
        }
        return Optional.of(parts.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private List<LayerWeights> weights(double[] flat) {
        return weights(like, flat);
    }

    private static List<LayerWeights> weights(List<LayerWeights> like, double[] flat) {
        List<LayerWeights> weights = new ArrayList<>();
        int at = 0;
        for (LayerWeights layer : like) {
            Matrix shape = layer.weights();
            Matrix matrix = Matrix.wrap(
                    shape.rows(), shape.columns(), Arrays.copyOfRange(flat, at, at += shape.rows() * shape.columns()));
            if (layer.bias().isPresent()) {
                int units = shape.columns();
                weights.add(new LayerWeights(
                        matrix, Optional.of(Matrix.wrap(1, units, Arrays.copyOfRange(flat, at, at += units)))));
            } else {
                weights.add(new LayerWeights(matrix, Optional.empty()));
            }
        }
        return weights;
    }
}
