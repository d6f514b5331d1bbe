package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.DELTA;
import static dev.plumbline.trace.Quantity.LOSS;
import static dev.plumbline.trace.Quantity.PRE_ACTIVATION;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Training;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Mistakes in which correct outputs are compared with wrong targets. */
final class TargetMistakes {
    /** The maximum number of examples, over all epochs, whose order is stored. */
    private static final long MOST = 2_000_000;

    private final Experiment experiment;
    private final Training training;
    private final int examples; // the number of examples
    private final List<int[]> orders = new ArrayList<>(); // of the epochs so far
    private final Iterator<int[]> next;

    private TargetMistakes(Experiment experiment) {
        this.experiment = experiment;
        training = experiment.spec().training();
        examples = experiment.targets().rows();
        next = experiment.orders().iterator();
    }

    static Stream<Variant> of(Experiment experiment) {
        return new TargetMistakes(experiment).variants();
    }

    private Stream<Variant> variants() {
        Stream<Variant> permuted = Stream.of(
                permuted(this::shown, ""),
                permuted(s -> rows(s, row -> (row + 1) % examples), "each example has the targets of the next one"),
                permuted(
                        s -> rows(s, row -> (row + examples - 1) % examples),
                        "each example has the targets of the previous one"),
                permuted(s -> rows(s, row -> examples - 1 - row), "they are in reverse order"));
        Stream<Variant> unshuffled = experiment.isReordered()
                ? Stream.of(permuted(this::inFileOrder, "they are not shuffled"))
                : Stream.of();
        Stream<Variant> off = Stream.of(off(1), off(-1));
        return Stream.of(permuted, unshuffled, off, rounded()).flatMap(variants -> variants);
    }

    /** Targets of 32 bits, alone or with the inputs. */
    private static Stream<Variant> rounded() {
        Variant targets = against(Mistake.SINGLE_PRECISION, s -> Optional.of(s.y().map(value -> (float) value)));
        Variant both = Variant.of(
                        Mistake.SINGLE_PRECISION,
                        (s, q, l, correct) -> {
                            boolean isForward = q == PRE_ACTIVATION || q == WEIGHT_GRADIENT;
                            if (l != (isForward ? 1 : s.layers())) {
                                return correct;
                            }
                            return isForward
                                    ? ForwardMistakes.fromRoundedInputs(s, q, l, correct)
                                    : targets.formula().get().of(s, q, l, correct);
                        },
                        PRE_ACTIVATION,
                        LOSS,
                        DELTA,
                        WEIGHT_GRADIENT)
                .at(Stage.INPUT)
                .inAllTogether();
        return Stream.of(
                        targets.describedAs("the targets are rounded to 32 bits"),
                        both.describedAs("the inputs and the targets are rounded to 32 bits"))
                .map(variant -> variant.where((spec, l) -> spec.precision() == Precision.F64));
    }

    private static Variant permuted(Function<StepContext, Optional<Matrix>> targets, String because) {
        return against(Mistake.TARGETS_PERMUTED, targets).describedAs(because);
    }

    /** One-hot targets shifted by columns. */
    private Variant off(int by) {
        boolean areClasses = experiment.targets().columns() > 1
                && Arrays.stream(experiment.targets().toRowMajor()).allMatch(y -> y == 0 || y == 1);
        return against(Mistake.LABELS_OFF_BY_ONE, s -> {
                    Matrix y = s.y();
                    int classes = y.columns();
                    double[] shifted = new double[y.size()];
                    for (int i = 0; i < shifted.length; i++) {
                        shifted[i] = y.get(i / classes, Math.floorMod(i % classes - by, classes));
                    }
                    return Optional.of(Matrix.wrap(y.rows(), classes, shifted));
                })
                .where((spec, l) -> areClasses)
                .describedAs("each example is compared with the class " + (by > 0 ? "after" : "before") + " its own");
    }

    /** Wrong targets in both the loss and the delta. */
    private static Variant against(Mistake mistake, Function<StepContext, Optional<Matrix>> targets) {
        return Variant.of(
                        mistake,
                        (s, q, l, correct) -> targets.apply(s)
                                .map(y -> q == LOSS ? loss(s, l, y) : deltaFrom(s, l, y))
                                .orElse(correct),
                        LOSS,
                        DELTA)
                .at(Stage.INPUT)
                .inLast();
    }

    private static Matrix loss(StepContext s, int l, Matrix y) {
        return LossMistakes.reduced(s, s.weighted(Formulas.loss(s.spec().loss(), s.A(l), y)));
    }

    /** The delta; a mistake in the activation's derivative continues from the value before it. */
    private static Matrix deltaFrom(StepContext s, int l, Matrix y) {
        s.deltaFrom(l, s.weighted(Formulas.lossGradient(s.spec().loss(), s.A(l), y)));
        return s.weighted(Formulas.delta(s.spec().loss(), s.layer(l).activation(), s.Z(l), s.A(l), y));
    }

    /** Targets from other rows of the data instead of an example's own row. */
    private Optional<Matrix> rows(StepContext s, Function<Integer, Integer> instead) {
        return rows(s.batch())
                .map(rows -> experiment
                        .targets()
                        .take(Arrays.stream(rows).map(instead::apply).toArray()));
    }

    private Optional<Matrix> inFileOrder(StepContext s) {
        return Optional.of(experiment.targets().take(positions(s.batch()).toArray()));
    }

    private IntStream positions(Batch batch) {
        int first = Math.toIntExact(batch.step() % experiment.stepsPerEpoch())
                * training.batchSize().of(examples);
        return IntStream.range(first, Math.min(examples, first + batch.size()));
    }

    /** The rows of the data in a batch; empty if the training is too long to store the orders. */
    private Optional<int[]> rows(Batch batch) {
        if (!experiment.isReordered()) {
            return Optional.of(positions(batch).toArray());
        }
        if ((batch.epoch() + 1L) * examples > MOST) {
            return Optional.empty();
        }
        while (orders.size() <= batch.epoch()) {
            orders.add(next.next());
        }
        return Optional.of(positions(batch)
                .map(position -> orders.get(batch.epoch())[position])
                .toArray());
    }

    /**
     * Targets of other examples that reproduce each recorded delta; empty if some delta has none, or if all targets are
     * the same, as when targets are left out.
     */
    private Optional<Matrix> shown(StepContext s) {
        int l = s.layers();
        Optional<Matrix> recorded = s.shown(DELTA, l).filter(dZ -> dZ.hasShapeOf(s.A(l)));
        if (recorded.isEmpty() || s.batch().weights().isPresent() || (long) s.n() * examples > MOST) {
            return Optional.empty();
        }
        int[] indices = new int[s.n()];
        for (int i = 0; i < indices.length; i++) {
            Matrix dZ = recorded.get().take(i);
            int row = i;
            indices[i] = IntStream.range(0, examples)
                    .filter(j -> DiagnosisTolerances.areTheSame(dZ, deltaOf(s, row, j)))
                    .findFirst()
                    .orElse(-1);
            if (indices[i] < 0) {
                return Optional.empty();
            }
        }
        Matrix targets = experiment.targets().take(indices);
        boolean differ = IntStream.range(1, indices.length)
                .anyMatch(i -> !targets.take(i).equals(targets.take(0)));
        return differ && isRearranged(targets, s) ? Optional.of(targets) : Optional.empty();
    }

    /** Whether targets are a permutation of all targets, if a batch has all examples. */
    private boolean isRearranged(Matrix targets, StepContext s) {
        return s.n() < examples || sorted(targets).equals(sorted(experiment.targets()));
    }

    private static List<String> sorted(Matrix rows) {
        return IntStream.range(0, rows.rows())
                .mapToObj(i -> rows.take(i).toString())
                .sorted()
                .toList();
    }

    private Matrix deltaOf(StepContext s, int row, int target) {
        int l = s.layers();
        return Formulas.delta(
                s.spec().loss(),
                s.layer(l).activation(),
                s.Z(l).take(row),
                s.A(l).take(row),
                experiment.targets().take(target));
    }
}
