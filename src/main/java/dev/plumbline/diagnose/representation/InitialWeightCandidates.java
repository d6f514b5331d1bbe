package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
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

/** Initial weights that a network may have started from. */
public final class InitialWeightCandidates {
    private InitialWeightCandidates() {}

    /** Whether weights have the shapes of the experiment's. */
    public static boolean fits(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> given = experiment.initialWeights();
        if (weights.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            LayerWeights layer = weights.get(i);
            LayerWeights givenLayer = given.get(i);
            if (!layer.weights().hasShapeOf(givenLayer.weights())
                    || !layer.bias().map(Matrix::shape).equals(givenLayer.bias().map(Matrix::shape))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether weights with the right shapes differ from the given ones, which are passed on and so equal bit for bit.
     */
    public static boolean differs(List<LayerWeights> weights, Experiment experiment) {
        return experiment.spec().precision() == Precision.F32
                ? !areGivenIn32Bits(weights, experiment)
                : !weights.equals(experiment.initialWeights());
    }

    /** Whether weights with the right shapes are unrelated to the given ones: no W is close to the given one. */
    static boolean isOwn(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> given = experiment.initialWeights();
        return named(weights, experiment).mistakes().stream().anyMatch(InitialWeightCandidates::isOtherDraw)
                && IntStream.range(0, given.size()).allMatch(i -> {
                    Matrix W = given.get(i).weights();
                    Matrix actual = weights.get(i).weights();
                    return actual.isFinite() && actual.normOfDifference(W) > DiagnosisTolerances.LOST * W.norm();
                });
    }

    private static boolean isOtherDraw(Mistake mistake) {
        return mistake == Mistake.OTHER_INITIAL_WEIGHTS || mistake == Mistake.START_NORMAL;
    }

    /** Classifies weights that differ from the given ones by the mistake that produces them. */
    public static Candidate named(List<LayerWeights> weights, Experiment experiment) {
        if (areGivenIn32Bits(weights, experiment)) {
            return new Candidate(Mistake.SINGLE_PRECISION, weights);
        }
        return mistaken(experiment).stream()
                .filter(candidate -> areClose(candidate.weights(), weights))
                .findFirst()
                .orElse(new Candidate(Mistake.OTHER_INITIAL_WEIGHTS, weights));
    }

    /** Whether each array is the given one, either unchanged or entirely rounded to 32 bits. */
    private static boolean areGivenIn32Bits(List<LayerWeights> weights, Experiment experiment) {
        List<LayerWeights> given = experiment.initialWeights();
        return IntStream.range(0, given.size())
                .allMatch(i -> isIn32Bits(weights.get(i).weights(), given.get(i).weights())
                        && isIn32Bits(bias(weights.get(i)), bias(given.get(i))));
    }

    private static boolean isIn32Bits(Matrix weights, Matrix given) {
        return weights.equals(given) || weights.equals(given.map(value -> (float) value));
    }

    /** Compares weights that are inferred from the steps, and therefore not exact. */
    private static boolean areClose(List<LayerWeights> some, List<LayerWeights> others) {
        return IntStream.range(0, some.size())
                .allMatch(i -> isClose(some.get(i).weights(), others.get(i).weights())
                        && isClose(bias(some.get(i)), bias(others.get(i))));
    }

    private static Matrix bias(LayerWeights layer) {
        return layer.bias().orElse(Matrix.zeros(1, layer.weights().columns()));
    }

    private static boolean isClose(Matrix first, Matrix second) {
        return first.hasShapeOf(second)
                && first.normOfDifference(second)
                        <= DiagnosisTolerances.CONCLUDED * Math.max(first.norm(), DiagnosisTolerances.CONCLUDED);
    }

    /**
     * Weights that a network may have started from by mistake.
     *
     * @param mistakes the mistakes; several if the numbers come from another draw and have another order
     * @param weights layer by layer
     */
    public record Candidate(List<Mistake> mistakes, List<LayerWeights> weights) {
        public Candidate {
            mistakes = List.copyOf(mistakes);
        }

        private Candidate(Mistake mistake, List<LayerWeights> weights) {
            this(List.of(mistake), weights);
        }
    }

    /** Usual factors for the numbers of randn. */
    private static final double[] SCALES = {1, 0.1, 0.01};

    /**
     * The correct weights from another draw, in another order, or both, where that changes them; single mistakes first.
     */
    public static List<Candidate> mistaken(Experiment experiment) {
        Candidate correct = new Candidate(List.of(), experiment.initialWeights());
        List<Candidate> drawn = Stream.concat(
                        Stream.of(notCentered(experiment, false), notCentered(experiment, true)),
                        Arrays.stream(SCALES).mapToObj(scale -> normal(experiment, scale)))
                .toList();
        return Stream.of(reordered(correct), drawn.stream(), drawn.stream().flatMap(InitialWeightCandidates::reordered))
                .flatMap(candidates -> candidates)
                .filter(candidate -> !candidate.weights().equals(experiment.initialWeights()))
                .toList();
    }

    private static Stream<Candidate> reordered(Candidate drawn) {
        return Stream.of(
                        reordered(drawn, Mistake.WEIGHTS_TRANSPOSED, true),
                        reordered(drawn, Mistake.COLUMN_ORDER, false))
                .filter(candidate -> !candidate.weights().equals(drawn.weights()));
    }

    /** Square weights transposed, or all weights in column-major order. */
    private static Candidate reordered(Candidate drawn, Mistake mistake, boolean square) {
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

    /** Numbers from 0 to the width of the interval, or from 0 to 1, instead of numbers in the interval. */
    private static Candidate notCentered(Experiment experiment, boolean narrow) {
        return redrawn(
                experiment,
                Mistake.START_NOT_CENTERED,
                (uniform, W) -> W.minus(uniform.low()).div(narrow ? uniform.high() - uniform.low() : 1));
    }

    /** Normally distributed numbers from the seed of the file, layer after layer. */
    private static Candidate normal(Experiment experiment, double scale) {
        NumpyRandom random = new NumpyRandom(experiment.spec().seed());
        return redrawn(
                experiment,
                Mistake.START_NORMAL,
                (uniform, W) -> Matrix.wrap(W.rows(), W.columns(), random.normal(0, scale, W.size())));
    }

    /** Redraws the weights of layers with uniform initialization. */
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
