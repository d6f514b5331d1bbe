package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which weights a network has started from. */
final class InitialWeightCandidates {
    private InitialWeightCandidates() {}

    /** Whether weights have the shapes of an experiment's. */
    static boolean fits(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> right = experiment.initialWeights();
        if (weights.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < right.size(); i++) {
            LayerWeights own = weights.get(i);
            LayerWeights other = right.get(i);
            if (!own.weights().hasShapeOf(other.weights())
                    || !own.bias().map(Matrix::shape).equals(other.bias().map(Matrix::shape))) {
                return false;
            }
        }
        return true;
    }

    /** Whether weights that fit are not the given ones, which are handed over and so equal bit for bit. */
    static boolean differs(List<LayerWeights> weights, Experiment experiment) {
        return experiment.spec().precision() == Precision.F32
                ? !areGivenIn32Bits(weights, experiment)
                : !weights.equals(experiment.initialWeights());
    }

    /** Whether weights that fit have nothing to do with the given ones: no W is near the given one. */
    static boolean isOwn(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> given = experiment.initialWeights();
        return named(weights, experiment).mistakes().stream().anyMatch(InitialWeightCandidates::isDrawnOtherwise)
                && IntStream.range(0, given.size()).allMatch(i -> {
                    Matrix W = given.get(i).weights();
                    Matrix own = weights.get(i).weights();
                    return own.isFinite() && own.normOfDifference(W) > DiagnosisTolerances.LOST * W.norm();
                });
    }

    private static boolean isDrawnOtherwise(Mistake mistake) {
        return mistake == Mistake.OTHER_INITIAL_WEIGHTS || mistake == Mistake.START_NORMAL;
    }

    /** Weights that are not the given ones, by the mistake that they come from. */
    static Candidate named(List<LayerWeights> weights, Experiment experiment) {
        if (areGivenIn32Bits(weights, experiment)) {
            return new Candidate(Mistake.SINGLE_PRECISION, weights);
        }
        return mistaken(experiment).stream()
                .filter(candidate -> areClose(candidate.weights(), weights))
                .findFirst()
                .orElse(new Candidate(Mistake.OTHER_INITIAL_WEIGHTS, weights));
    }

    /** Whether each array is the given one, all of it as it is or all of it rounded. */
    private static boolean areGivenIn32Bits(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> given = experiment.initialWeights();
        return IntStream.range(0, given.size())
                .allMatch(i -> isIn32Bits(weights.get(i).weights(), given.get(i).weights())
                        && isIn32Bits(bias(weights.get(i)), bias(given.get(i))));
    }

    private static boolean isIn32Bits(Matrix own, Matrix given) {
        return own.equals(given) || own.equals(given.map(value -> (float) value));
    }

    /** What is concluded from the steps is not exact. */
    private static boolean areClose(List<LayerWeights> some, List<LayerWeights> others) {
        return IntStream.range(0, some.size())
                .allMatch(i -> isClose(some.get(i).weights(), others.get(i).weights())
                        && isClose(bias(some.get(i)), bias(others.get(i))));
    }

    private static Matrix bias(LayerWeights layer) {
        return layer.bias().orElse(Matrix.zeros(1, layer.weights().columns()));
    }

    private static boolean isClose(Matrix one, Matrix other) {
        return one.hasShapeOf(other)
                && one.normOfDifference(other)
                        <= DiagnosisTolerances.CONCLUDED * Math.max(one.norm(), DiagnosisTolerances.CONCLUDED);
    }

    /**
     * Weights that a network may have started from by mistake.
     *
     * @param mistakes which; several where the numbers are drawn in another way and then read in another order
     * @param weights layer by layer
     */
    record Candidate(List<Mistake> mistakes, List<LayerWeights> weights) {
        Candidate {
            mistakes = List.copyOf(mistakes);
        }

        private Candidate(Mistake mistake, List<LayerWeights> weights) {
            this(List.of(mistake), weights);
        }
    }

    /** Scales by which people multiply what randn draws. */
    private static final double[] SCALES = {1, 0.1, 0.01};

    /** The right weights, drawn in another way or read in another order or both, where that changes them; single mistakes first. */
    static List<Candidate> mistaken(Experiment experiment) {
        Candidate right = new Candidate(List.of(), experiment.initialWeights());
        List<Candidate> drawn = Stream.concat(
                        Stream.of(notCentered(experiment, false), notCentered(experiment, true)),
                        Arrays.stream(SCALES).mapToObj(scale -> normal(experiment, scale)))
                .toList();
        return Stream.of(reread(right), drawn.stream(), drawn.stream().flatMap(InitialWeightCandidates::reread))
                .flatMap(each -> each)
                .filter(candidate -> !candidate.weights().equals(experiment.initialWeights()))
                .toList();
    }

    private static Stream<Candidate> reread(Candidate drawn) {
        return Stream.of(reread(drawn, Mistake.WEIGHTS_TRANSPOSED, true), reread(drawn, Mistake.COLUMN_ORDER, false))
                .filter(candidate -> !candidate.weights().equals(drawn.weights()));
    }

    /** Square weights transposed, or all of them read column by column. */
    private static Candidate reread(Candidate drawn, Mistake mistake, boolean square) {
        return new Candidate(
                Stream.concat(drawn.mistakes().stream(), Stream.of(mistake)).toList(),
                drawn.weights().stream()
                        .map(layer -> {
                            Matrix W = layer.weights();
                            boolean changes = !square || W.rows() == W.columns();
                            return changes
                                    ? new LayerWeights(
                                            W.reshape(W.columns(), W.rows()).transpose(), layer.bias())
                                    : layer;
                        })
                        .toList());
    }

    /** Numbers from 0 to the width of the interval, or from 0 to 1, where they should lie in the interval. */
    private static Candidate notCentered(Experiment experiment, boolean narrow) {
        return redrawn(
                experiment,
                Mistake.START_NOT_CENTERED,
                (uniform, W) -> W.minus(uniform.low()).div(narrow ? uniform.high() - uniform.low() : 1));
    }

    /** Normal numbers from the seed of the file, layer after layer. */
    private static Candidate normal(Experiment experiment, double scale) {
        NumpyRandom random = new NumpyRandom(experiment.spec().seed());
        return redrawn(
                experiment,
                Mistake.START_NORMAL,
                (uniform, W) -> Matrix.wrap(W.rows(), W.columns(), random.normal(0, scale, W.size())));
    }

    /** The weights of the layers that start from uniform numbers, drawn in another way. */
    private static Candidate redrawn(
            Experiment experiment, Mistake mistake, BiFunction<Initializer.Uniform, Matrix, Matrix> drawn) {
        List<LayerWeights> weights = new ArrayList<>();
        for (int i = 0; i < experiment.initialWeights().size(); i++) {
            LayerWeights layer = experiment.initialWeights().get(i);
            weights.add(
                    experiment.spec().initOf(i) instanceof Initializer.Uniform uniform
                            ? new LayerWeights(drawn.apply(uniform, layer.weights()), layer.bias())
                            : layer);
        }
        return new Candidate(mistake, weights);
    }
}
