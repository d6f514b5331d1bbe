package dev.plumbline.diagnose.planted;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.representation.InitialWeightCandidates;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A known mistake, as it is made in a training of the reference.
 *
 * @param layer the layer in which it is made, counted from 1; empty if it is made in all
 * @param hypotheses the mistaken formulas
 * @param start other initial weights than those of the experiment
 * @param batch the examples that a step takes in place of the planned ones
 * @param atPrediction whether the outputs after the training are computed with the last dropout masks
 */
public record PlantedMistake(
        Mistake mistake,
        Optional<Integer> layer,
        List<Hypothesis> hypotheses,
        Optional<List<LayerWeights>> start,
        UnaryOperator<Batch> batch,
        boolean atPrediction) {

    /** No mistake: the correct training. */
    static final PlantedMistake NONE = new PlantedMistake(Mistake.SCALED, List.of());

    private PlantedMistake(Mistake mistake, List<Hypothesis> hypotheses) {
        this(mistake, Optional.empty(), hypotheses, Optional.empty(), UnaryOperator.identity(), false);
    }

    /** A factor that no rounding explains, for mistakes with any factor. */
    private static final double FACTOR = 1.1;

    /** Every known mistake that a training can have, in each layer, and in each way to make it. */
    public static List<PlantedMistake> all(Experiment experiment) {
        return Stream.of(
                        new Variants(experiment).everything().stream().map(PlantedMistake::of),
                        starts(experiment),
                        ofTheWhole(experiment))
                .flatMap(mistakes -> mistakes)
                .toList();
    }

    private static PlantedMistake of(Hypothesis hypothesis) {
        return new PlantedMistake(
                hypothesis.mistake(),
                hypothesis.isOfOneLayer() ? Optional.of(hypothesis.layer()) : Optional.empty(),
                List.of(hypothesis),
                Optional.empty(),
                UnaryOperator.identity(),
                false);
    }

    private static Stream<PlantedMistake> starts(Experiment experiment) {
        // Another draw of the same distribution: most are symmetrical about 0.
        Stream<InitialWeightCandidates.Candidate> redrawn = InitialWeightCandidates.mistaken(experiment).stream()
                .filter(start -> start.mistakes().size() == 1)
                .filter(start -> InitialWeightCandidates.fits(start.weights(), experiment));
        List<LayerWeights> mirrored = experiment.initialWeights().stream()
                .map(layer -> new LayerWeights(layer.weights().unaryMinus(), layer.bias()))
                .toList();
        return Stream.concat(
                Stream.of(from(Mistake.OTHER_INITIAL_WEIGHTS, mirrored)),
                redrawn.map(start -> from(start.mistakes().get(0), start.weights())));
    }

    private static PlantedMistake from(Mistake mistake, List<LayerWeights> weights) {
        return new PlantedMistake(
                mistake, Optional.empty(), List.of(), Optional.of(weights), UnaryOperator.identity(), false);
    }

    private static Stream<PlantedMistake> ofTheWhole(Experiment experiment) {
        Variant rate = Variant.of(
                        Mistake.OTHER_RATE,
                        (s, quantity, l, update) -> update.times(FACTOR),
                        Quantity.WEIGHT_UPDATE,
                        Quantity.BIAS_UPDATE)
                .at(Variant.Stage.RESULT);
        Variant single = Variant.of(
                        Mistake.SINGLE_PRECISION,
                        (s, quantity, l, tensor) -> tensor.map(value -> (float) value),
                        Quantity.values())
                .at(Variant.Stage.RESULT);
        Stream.Builder<PlantedMistake> planted = Stream.builder();
        planted.add(new PlantedMistake(Mistake.OTHER_RATE, everywhere(rate)));
        if (experiment.spec().precision() == Precision.F64) {
            planted.add(new PlantedMistake(Mistake.SINGLE_PRECISION, everywhere(single)));
        }
        if (experiment.stepsPerEpoch() > 1) {
            planted.add(new PlantedMistake(
                    Mistake.SHUFFLED,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    batch -> shuffled(batch, experiment),
                    false));
        }
        boolean drops = experiment.spec().layers().stream()
                .anyMatch(layer -> layer.dropout().isPresent());
        if (drops && experiment.stepsPerEpoch() == 1) { // the masks of a smaller batch do not fit all examples
            planted.add(new PlantedMistake(
                    Mistake.DROPOUT_AT_PREDICTION,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    UnaryOperator.identity(),
                    true));
        }
        return planted.build();
    }

    private static List<Hypothesis> everywhere(Variant variant) {
        return List.of(new Hypothesis(variant, Hypothesis.EVERYWHERE));
    }

    /** The same number of examples from the end of the data, in the order of the data. */
    private static Batch shuffled(Batch planned, Experiment experiment) {
        int examples = experiment.inputs().rows();
        int[] rows = new int[planned.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Math.floorMod(examples - 1 - (int) (planned.step() % examples) - i, examples);
        }
        return new Batch(
                planned.step(),
                planned.epoch(),
                planned.startsEpoch(),
                experiment.inputs().take(rows),
                experiment.targets().take(rows),
                experiment.exampleWeights().map(weights -> weights.take(rows)),
                planned.masks());
    }

    /** Whether it only concerns the value of the loss, which nothing follows from. */
    public boolean isOfLoss() {
        return !hypotheses.isEmpty()
                && hypotheses.stream()
                        .allMatch(hypothesis -> hypothesis.variant().of().equals(Set.of(Quantity.LOSS)));
    }

    /** The dropout masks of the outputs after the training; none if the network predicts without dropout. */
    List<Optional<Matrix>> masks(Replay replay) {
        return atPrediction ? replay.lastBatch().masks() : List.of();
    }
}
