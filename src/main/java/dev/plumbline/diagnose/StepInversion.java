package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The weights before a step, of which those after it are known: the solution of W = W' + u(W). All weights and biases stand in one
 * array here, layer after layer, W before b.
 */
final class StepInversion {
    private static final int ROUNDS = 60;
    private static final int MOST_UNKNOWN = 400;

    /** So many columns of weights that are one or the other are told apart at most, as powers of two. */
    private static final int MOST_DOUBTFUL = 10;

    /** Rounding and no more. */
    private static final double SOLVED = 1e-14;

    /** For a difference quotient. */
    private static final double SMALL = 1e-7;

    private final List<LayerWeights> like;
    private final double[] after;
    private final boolean separate;
    private final Function<List<LayerWeights>, Tensors> step;

    /**
     * What a step from some weights has.
     *
     * @param goneOnWith its tensors, as far as they follow from what is shown
     * @param right its tensors as they should be, each given what is shown of those before it
     */
    record Tensors(StepTrace goneOnWith, StepTrace right) {}

    private StepInversion(
            List<LayerWeights> like, double[] after, boolean separate, Function<List<LayerWeights>, Tensors> step) {
        this.separate = separate;
        this.like = like;
        this.after = after;
        this.step = step;
    }

    /**
     * Rewinds a step; empty where not all weights after it are shown.
     *
     * @param like weights of the right shapes
     * @param shown the step as it is shown
     * @param separate whether no weight's update depends on another weight
     * @param step takes it from other weights
     */
    static Optional<StepInversion> of(
            List<LayerWeights> like, StepTrace shown, boolean separate, Function<List<LayerWeights>, Tensors> step) {
        return flat(like, shown, Quantity.WEIGHTS, Quantity.BIAS)
                .map(after -> new StepInversion(like, after, separate, step));
    }

    /** The weights before the step; empty where none were found. */
    Optional<List<LayerWeights>> solve() {
        return repeated(0).or(this::half).or(this::newton).map(this::weights);
    }

    /** The same from a guess, put in once. */
    Optional<List<LayerWeights>> once(List<LayerWeights> guess) {
        return next(guess.stream()
                        .flatMap(layer -> Stream.concat(Stream.of(layer.weights()), layer.bias().stream()))
                        .flatMapToDouble(each -> Arrays.stream(each.toRowMajor()))
                        .toArray())
                .map(this::weights);
    }

    /** The weights after a step, where all are shown. */
    static Optional<List<LayerWeights>> shownWeights(List<LayerWeights> like, StepTrace shown) {
        return flat(like, shown, Quantity.WEIGHTS, Quantity.BIAS).map(all -> weights(like, all));
    }

    /** What the step comes from, if it comes from these; empty where that cannot be said. */
    private Optional<double[]> next(double[] from) {
        Tensors tensors = step.apply(weights(from));
        return flat(like, tensors.goneOnWith(), Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE)
                .map(update -> {
                    double[] next = after.clone();
                    for (int i = 0; i < next.length; i++) {
                        next[i] += update[i];
                    }
                    return next;
                })
                .filter(next -> Arrays.stream(next).allMatch(Double::isFinite));
    }

    /** What is found is put in again, from the weights after the step and so much. */
    private Optional<double[]> repeated(double offset) {
        double[] guess = Arrays.stream(after).map(value -> value + offset).toArray();
        for (int i = 0; i < ROUNDS; i++) {
            Optional<double[]> next = next(guess);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (isSolved(guess, next.get())) {
                return next;
            }
            guess = next.get();
        }
        return Optional.empty();
    }

    /** The same, of a random half at a time: where updates jump, as Adam's first one does, all at once may go round in circles. */
    private Optional<double[]> half() {
        Random random = new Random(1);
        double[] guess = after.clone();
        for (int i = 0; i < 3 * ROUNDS; i++) {
            Optional<double[]> next = next(guess);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (isSolved(guess, next.get())) {
                return next;
            }
            for (int j = 0; j < guess.length; j++) {
                guess[j] = random.nextBoolean() ? next.get()[j] : guess[j];
            }
        }
        return Optional.empty();
    }

    /** By Newton's method, with difference quotients: where an update is so large that it overshoots. */
    private Optional<double[]> newton() {
        double[] guess = after.clone();
        for (int i = 0; i < ROUNDS / 4 && (separate || guess.length <= MOST_UNKNOWN); i++) {
            Optional<double[]> next = next(guess);
            if (next.isEmpty() || isSolved(guess, next.get())) {
                return next;
            }
            double[] error = minus(next.get(), guess);
            if (!(separate ? divided(error, guess, next.get()) : solved(error, guess, next.get()))) {
                return Optional.empty();
            }
            for (int j = 0; j < guess.length; j++) {
                guess[j] += error[j];
            }
        }
        return Optional.empty();
    }

    /** Divides an error by its slopes, where each is of one weight alone. */
    private boolean divided(double[] error, double[] at, double[] value) {
        Optional<double[]> other =
                next(Arrays.stream(at).map(each -> each + SMALL).toArray());
        for (int i = 0; i < error.length && other.isPresent(); i++) {
            error[i] /= 1 - (other.get()[i] - value[i]) / SMALL;
        }
        return other.isPresent() && Arrays.stream(error).allMatch(Double::isFinite);
    }

    private boolean solved(double[] error, double[] at, double[] value) {
        double[][] slopes = slopes(at, value);
        return slopes.length > 0 && LinearEquations.solve(slopes, error);
    }

    /** ∂(W − W' − u(W)) / ∂W. */
    private double[][] slopes(double[] at, double[] value) {
        double[][] slopes = new double[at.length][at.length];
        for (int j = 0; j < at.length; j++) {
            double[] moved = at.clone();
            moved[j] += SMALL;
            Optional<double[]> other = next(moved);
            if (other.isEmpty()) {
                return new double[0][];
            }
            for (int i = 0; i < at.length; i++) {
                slopes[i][j] = (i == j ? 1 : 0) - (other.get()[i] - value[i]) / SMALL;
            }
        }
        return slopes;
    }

    /**
     * The weights before a step whose forward pass is shown. Adam's first update hardly says more than a sign, and where a penalty
     * is in it, a weight may come from above or from below: what the units have before their activation tells which. Of a weight
     * whose input is nothing, only the steps that follow do.
     *
     * @param error how far the first steps are from what is shown of them, if they start from some weights
     */
    Optional<List<LayerWeights>> solve(StepTrace shown, ToDoubleFunction<List<LayerWeights>> error) {
        Optional<double[]> above = repeated(1);
        Optional<double[]> below = repeated(-1);
        if (above.isEmpty() || below.isEmpty()) {
            return Optional.empty();
        }
        List<Place> places = places();
        List<List<Integer>> doubtful = new ArrayList<>();
        for (int i = 0; i < after.length; i++) {
            int column = places.get(i).column();
            while (doubtful.size() <= column) {
                doubtful.add(new ArrayList<>());
            }
            if (Math.abs(above.get()[i] - below.get()[i]) > DiagnosisTolerances.REPRODUCED) {
                doubtful.get(column).add(i);
            }
        }
        int most = doubtful.stream().mapToInt(List::size).max().orElse(0);
        return most > MOST_DOUBTFUL
                ? Optional.empty()
                : Optional.of(turned(
                        chosen(shown, above.get(), below.get(), doubtful, places),
                        above.get(),
                        below.get(),
                        doubtful.stream().flatMap(List::stream).toList(),
                        error));
    }

    /** Takes the other of two for each doubtful weight with which the first steps come closer. */
    private List<LayerWeights> turned(
            double[] chosen,
            double[] above,
            double[] below,
            List<Integer> doubtful,
            ToDoubleFunction<List<LayerWeights>> error) {
        double least = doubtful.isEmpty() ? 0 : error.applyAsDouble(weights(chosen));
        for (int i : doubtful) {
            double before = chosen[i];
            chosen[i] = before == above[i] ? below[i] : above[i];
            double other = error.applyAsDouble(weights(chosen));
            if (other < least) {
                least = other;
            } else {
                chosen[i] = before;
            }
        }
        return weights(chosen);
    }

    private double[] chosen(
            StepTrace shown, double[] above, double[] below, List<List<Integer>> doubtful, List<Place> places) {
        double[] best = below.clone();
        double[] least = new double[doubtful.size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        int most = doubtful.stream().mapToInt(List::size).max().orElse(0);
        for (int choice = 0; choice < 1 << most; choice++) {
            double[] tried = below.clone();
            for (List<Integer> column : doubtful) {
                for (int k = 0; k < column.size(); k++) {
                    int i = column.get(k);
                    tried[i] = (choice >> k & 1) == 1 ? above[i] : below[i];
                }
            }
            StepTrace right = step.apply(weights(tried)).right();
            for (int i = 0; i < tried.length; i++) {
                int column = places.get(i).column();
                double error = error(shown, right, places.get(i));
                if (error < least[column]) {
                    least[column] = error;
                    doubtful.get(column).forEach(each -> best[each] = tried[each]);
                }
            }
        }
        return best;
    }

    /** How far a unit's pre-activations are from what they should be. */
    private static double error(StepTrace shown, StepTrace right, Place place) {
        Optional<Matrix> own = shown.get(Quantity.PRE_ACTIVATION, place.layer());
        Optional<Matrix> expected = right.get(Quantity.PRE_ACTIVATION, place.layer());
        if (own.isEmpty() || expected.isEmpty() || !own.get().hasShapeOf(expected.get())) {
            return 0;
        }
        double sum = 0;
        for (int s = 0; s < own.get().rows(); s++) {
            double difference = own.get().get(s, place.unit()) - expected.get().get(s, place.unit());
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * Where a number of the array stands.
     *
     * @param layer from 1
     * @param unit the column of W, or of b
     * @param column the same counted over all layers
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

    private static double[] minus(double[] from, double[] other) {
        double[] difference = from.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= other[i];
        }
        return difference;
    }

    private static Optional<double[]> flat(
            List<LayerWeights> like, StepTrace trace, Quantity ofWeights, Quantity ofBias) {
        List<double[]> parts = new ArrayList<>();
        for (int l = 1; l <= like.size(); l++) {
            LayerWeights layer = like.get(l - 1);
            Optional<Matrix> weights = trace.get(ofWeights, l).filter(own -> own.hasShapeOf(layer.weights()));
            Optional<Matrix> bias = trace.get(ofBias, l)
                    .filter(own -> layer.bias().filter(b -> b.hasShapeOf(own)).isPresent());
            if (weights.isEmpty() || bias.isPresent() != layer.bias().isPresent()) {
                return Optional.empty();
            }
            parts.add(weights.get().toRowMajor());
            bias.ifPresent(own -> parts.add(own.toRowMajor()));
        }
        return Optional.of(parts.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private List<LayerWeights> weights(double[] all) {
        return weights(like, all);
    }

    private static List<LayerWeights> weights(List<LayerWeights> like, double[] all) {
        List<LayerWeights> weights = new ArrayList<>();
        int at = 0;
        for (LayerWeights layer : like) {
            Matrix shape = layer.weights();
            Matrix own = Matrix.wrap(
                    shape.rows(), shape.columns(), Arrays.copyOfRange(all, at, at += shape.rows() * shape.columns()));
            if (layer.bias().isPresent()) {
                int units = shape.columns();
                weights.add(new LayerWeights(
                        own, Optional.of(Matrix.wrap(1, units, Arrays.copyOfRange(all, at, at += units)))));
            } else {
                weights.add(new LayerWeights(own, Optional.empty()));
            }
        }
        return weights;
    }
}
