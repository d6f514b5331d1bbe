package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.ACTIVATION;
import static dev.plumbline.trace.Quantity.BIAS_GRADIENT;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.DELTA;
import static dev.plumbline.trace.Quantity.LOSS;
import static dev.plumbline.trace.Quantity.PRE_ACTIVATION;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mistakes of a whole step, which is computed again for them in a second replay. */
final class StepMistakes {
    /** Usual limits of a norm. */
    private static final double[] USUAL_NORMS = {0.1, 0.25, 0.5, 1, 2, 5, 10};

    private final Experiment experiment;
    private final NetworkSpec spec;

    private StepMistakes(Experiment experiment) {
        this.experiment = experiment;
        this.spec = experiment.spec();
    }

    static Stream<Variant> of(Experiment experiment) {
        StepMistakes mistakes = new StepMistakes(experiment);
        return Stream.of(mistakes.perExample(), mistakes.globalNorms(), mistakes.epsilons())
                .flatMap(variants -> variants);
    }

    private Stream<Variant> perExample() {
        return Stream.of(false, true)
                .map(isMean -> Variant.stateful(
                                Mistake.UPDATED_PER_EXAMPLE,
                                () -> new PerExample(isMean),
                                PRE_ACTIVATION,
                                ACTIVATION,
                                LOSS,
                                DELTA,
                                WEIGHT_GRADIENT,
                                BIAS_GRADIENT,
                                WEIGHT_UPDATE,
                                BIAS_UPDATE)
                        .at(Stage.STEP)
                        .inAllTogether()
                        .where((file, l) -> file.training().batchSize().of(all()) > 1)
                        .describedAs(isMean ? "each with its gradient divided by the batch size" : ""));
    }

    private int all() {
        return experiment.inputs().rows();
    }

    /** Takes a step on each example of a batch in turn, and stacks the rows as in a batch. */
    private final class PerExample implements Formula {
        private final boolean isMean;
        private @Nullable Replay run; // with the other mistakes of the replay
        private List<OptimizerState> states = List.of();
        private int n; // examples of the whole batch
        private StepTrace whole = new StepTrace(-1, spec.layers().size());

        private PerExample(boolean isMean) {
            this.isMean = isMean;
        }

        @Override
        public Matrix of(StepContext s, Quantity quantity, int layer, Matrix correct) {
            if (!s.trains()) {
                return correct;
            }
            if (whole.step() != s.batch().step()) {
                whole = taken(s);
            }
            return whole.get(quantity, layer).orElse(correct);
        }

        private Replay run(StepContext s) {
            if (run == null) {
                List<Hypothesis> inEach = new ArrayList<>(s.mistakesBesides(Mistake.UPDATED_PER_EXAMPLE));
                if (isMean) {
                    Formula divided = (step, q, l, correct) -> correct.div(n);
                    inEach.add(new Hypothesis(
                            Variant.of(Mistake.UPDATED_PER_EXAMPLE, divided, WEIGHT_GRADIENT, BIAS_GRADIENT)
                                    .at(Stage.RESULT),
                            Hypothesis.EVERYWHERE));
                }
                run = replayWith(inEach);
            }
            return run;
        }

        private StepTrace taken(StepContext s) {
            TrainingState before = s.before();
            n = s.n();
            Replay replay = run(s);
            replay.restore(states.isEmpty() ? before : new TrainingState(before.weights(), states));
            List<StepTrace> steps = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                replay.step(example(s.batch(), i));
                steps.add(replay.expected());
            }
            TrainingState after = replay.state();
            states = after.optimizers();
            StepTrace stacked = new StepTrace(s.batch().step(), spec.layers().size());
            for (int l = 1; l <= spec.layers().size(); l++) {
                LayerWeights start = before.weights().get(l - 1);
                LayerWeights end = after.weights().get(l - 1);
                for (Quantity rows : List.of(PRE_ACTIVATION, ACTIVATION, DELTA)) {
                    stacked.record(rows, l, stacked(steps, rows, l));
                }
                stacked.record(WEIGHT_GRADIENT, l, reduced(steps, WEIGHT_GRADIENT, l));
                stacked.record(WEIGHT_UPDATE, l, start.weights().minus(end.weights()));
                if (start.bias().isPresent()) {
                    stacked.record(BIAS_GRADIENT, l, reduced(steps, BIAS_GRADIENT, l));
                    stacked.record(
                            BIAS_UPDATE, l, start.bias().get().minus(end.bias().orElseThrow()));
                }
            }
            return stacked.record(
                    LOSS,
                    spec.layers().size(),
                    reduced(steps, LOSS, spec.layers().size()));
        }

        /** An example as a batch; the step number counts examples. */
        private Batch example(Batch batch, int i) {
            int size = spec.training().batchSize().of(all());
            long inEpoch = batch.step() % experiment.stepsPerEpoch() * size + i;
            return new Batch(
                    (long) batch.epoch() * all() + inEpoch,
                    batch.epoch(),
                    batch.startsEpoch() && i == 0,
                    batch.inputs().take(i),
                    batch.targets().take(i),
                    batch.weights().map(weights -> weights.take(i)),
                    batch.masks().stream()
                            .map(mask -> mask.map(rows -> rows.take(i)))
                            .toList());
        }

        private static Matrix stacked(List<StepTrace> steps, Quantity quantity, int l) {
            return Matrix.of(steps.stream()
                    .map(step -> step.get(quantity, l).orElseThrow().toRowMajor())
                    .toArray(double[][]::new));
        }

        private Matrix reduced(List<StepTrace> steps, Quantity quantity, int l) {
            Matrix sum = steps.stream()
                    .map(step -> step.get(quantity, l).orElseThrow())
                    .reduce(Matrix::plus)
                    .orElseThrow();
            return isMean && quantity != LOSS || spec.reduction() == Reduction.SUM ? sum : sum.div(steps.size());
        }
    }

    /**
     * With and without the constant that PyTorch adds to the norm; in the recorded gradients, or only in the
     * optimizer's input.
     */
    private Stream<Variant> globalNorms() {
        List<Double> norms = Stream.concat(
                        clippings().map(ClipNorm::threshold),
                        Arrays.stream(USUAL_NORMS).boxed())
                .distinct()
                .filter(most -> !isOfFile(most))
                .toList();
        return Stream.of(0.0, 1e-6)
                .flatMap(added -> norms.stream().flatMap(most -> {
                    DoubleUnaryOperator factor = factor(most, added);
                    String description =
                            "to " + Constants.text(most) + (added > 0 ? ", " + UpdateMistakes.plus(added) : "");
                    return Stream.of(
                            clipped(Mistake.GLOBAL_NORM, factor, description),
                            UpdateMistakes.ofGradients(Mistake.GLOBAL_NORM, s -> factor.applyAsDouble(norm(s)))
                                    .inAllTogether()
                                    .describedAs(description));
                }));
    }

    /** The clipping of the file with another epsilon, if the recorded gradients are clipped by one norm over all layers. */
    private Stream<Variant> epsilons() {
        return clippings()
                .limit(1)
                .filter(clip -> isOfFile(clip.threshold()))
                .flatMap(clip -> UpdateMistakes.USUAL_EPSILONS.stream()
                        .filter(epsilon -> epsilon != clip.epsilon())
                        .map(epsilon -> clipped(
                                Mistake.NORM_EPSILON,
                                factor(clip.threshold(), epsilon),
                                UpdateMistakes.plus(epsilon))));
    }

    private static DoubleUnaryOperator factor(double most, double added) {
        // An infinite norm would turn everything into NaN, which fits any tensor of NaN.
        return norm -> Double.isFinite(norm) ? Math.min(1, most / (norm + added)) : 1;
    }

    private Variant clipped(Mistake mistake, DoubleUnaryOperator factor, String description) {
        return Variant.stateful(mistake, () -> new Clipped(mistake, factor), WEIGHT_GRADIENT, BIAS_GRADIENT)
                .at(Stage.RESULT)
                .inAllTogether()
                .describedAs(description);
    }

    private Stream<ClipNorm> clippings() {
        return spec.layers().stream()
                .flatMap(layer -> layer.gradientNormalization().stream())
                .filter(ClipNorm.class::isInstance)
                .map(ClipNorm.class::cast);
    }

    /** Whether the file clips all gradients to this norm over all layers. */
    private boolean isOfFile(double most) {
        return clippings()
                        .filter(clip -> clip.per() == NormScope.NETWORK && clip.threshold() == most)
                        .count()
                == spec.layers().size();
    }

    /** The norm of the gradients of a step. */
    private static double norm(StepContext s) {
        double squares = 0;
        for (int l = 1; l <= s.layers(); l++) {
            squares += s.dW(l).square().sum()
                    + s.db(l).map(db -> db.square().sum()).orElse(0.0);
        }
        return Math.sqrt(squares);
    }

    /** Clips by a norm that needs the gradients of all layers, so the step is taken in advance. */
    private final class Clipped implements Formula {
        private final Mistake mistake;
        private final DoubleUnaryOperator factor;
        private @Nullable Replay run; // with the other mistakes of the replay
        private long step = -1;
        private double norm;

        private Clipped(Mistake mistake, DoubleUnaryOperator factor) {
            this.mistake = mistake;
            this.factor = factor;
        }

        @Override
        public Matrix of(StepContext s, Quantity quantity, int layer, Matrix correct) {
            if (step != s.batch().step()) {
                step = s.batch().step();
                if (run == null) {
                    run = replayWith(s.mistakesBesides(mistake));
                }
                run.restore(s.before());
                run.step(s.batch(), s.shownBeforeGradients());
                norm = norm(run.usedTensors(), s.layers());
            }
            return correct.times(factor.applyAsDouble(norm));
        }
    }

    private static double norm(StepTrace step, int layers) {
        return Math.sqrt(Stream.of(WEIGHT_GRADIENT, BIAS_GRADIENT)
                .flatMap(gradient ->
                        Stream.iterate(1, l -> l <= layers, l -> l + 1).map(l -> step.get(gradient, l)))
                .flatMap(Optional::stream)
                .mapToDouble(matrix -> matrix.square().sum())
                .sum());
    }

    private Replay replayWith(List<Hypothesis> mistakes) {
        return new Replay(experiment, mistakes, Set.of(), DiagnosisTolerances.of(experiment));
    }
}
