package dev.plumbline.compare.run;

import dev.plumbline.compare.rounding.ErrorScales;
import dev.plumbline.compare.rounding.Lazy;
import dev.plumbline.compare.rounding.RoundingPerturbation;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A step that the reference has taken, and that it can repeat with other tensors in place of its own. */
public final class ReferenceStep {
    private final Source source;
    private final Map<Key, Matrix> replaced;
    private final StepTrace trace;
    private final Map<Key, Matrix> terms =
            new HashMap<>(); // the terms of its numbers; filled by the first perturbation
    private final Lazy<ErrorScales> scales = new Lazy<>(this::calculateScales);

    /**
     * The inputs of a step.
     *
     * @param run a run of the reference, whose state each step replaces
     * @param before the state before the step
     * @param batch its examples
     * @param spec the network
     * @param tolerances the unit of the scales
     */
    public record Source(
            PerturbableRun run, TrainingState before, Batch batch, NetworkSpec spec, Tolerances tolerances) {}

    private ReferenceStep(Source source, Map<Key, Matrix> replaced, StepTrace trace) {
        this.source = source;
        this.replaced = replaced;
        this.trace = trace;
    }

    /** Takes a step. */
    public static ReferenceStep take(Source source) {
        return take(source, Map.of());
    }

    /** A step that was already taken. */
    public static ReferenceStep of(Source source, StepTrace trace) {
        return new ReferenceStep(source, Map.of(), trace);
    }

    private static ReferenceStep take(Source source, Map<Key, Matrix> replaced) {
        long step = source.batch().step();
        Perturbation replacement =
                (quantity, layer, tensor) -> replaced.getOrDefault(new Key(step, quantity, layer), tensor);
        source.run().restore(before(source, replaced));
        return new ReferenceStep(
                source,
                replaced,
                source.run().step(source.batch(), replaced.isEmpty() ? Perturbation.NONE : replacement));
    }

    /** The state before the step, without replaced weights. */
    public TrainingState before() {
        return source.before();
    }

    private static TrainingState before(Source source, Map<Key, Matrix> replaced) {
        TrainingState before = source.before();
        if (replaced.isEmpty()) {
            return before;
        }
        long step = source.batch().step() - 1;
        List<LayerWeights> weights = new ArrayList<>();
        for (int l = 1; l <= before.weights().size(); l++) {
            LayerWeights parameters = before.weights().get(l - 1);
            Key ofBias = new Key(step, Quantity.BIAS, l);
            weights.add(new LayerWeights(
                    replaced.getOrDefault(new Key(step, Quantity.WEIGHTS, l), parameters.weights()),
                    parameters.bias().map(bias -> replaced.getOrDefault(ofBias, bias))));
        }
        return before.with(weights);
    }

    /** The same step, repeated with this tensor in place of a computed one or of the weights before the step. */
    public ReferenceStep with(Key key, Matrix tensor) {
        Map<Key, Matrix> more = new HashMap<>(replaced);
        more.put(key, tensor);
        return take(source, more);
    }

    /**
     * Repeats the step with its numbers perturbed at random by units in the last place.
     *
     * @param together whether all numbers of a tensor move to the same side
     */
    public StepTrace perturbed(double lastPlaces, boolean together, SplittableRandom random) {
        TrainingState state = before(source, replaced);
        source.run().restore(state);
        return source.run()
                .step(
                        source.batch(),
                        new RoundingPerturbation(
                                source.spec(),
                                source.batch(),
                                state,
                                this::rate,
                                new RoundingPerturbation.Moves(lastPlaces, together, random),
                                terms));
    }

    /** The trace of the step. */
    public StepTrace trace() {
        return trace;
    }

    /** A tensor of the trace, or the weights before the step. */
    public Optional<Matrix> get(Key key) {
        return key.step() == trace.step() ? trace.get(key) : in(before(source, replaced), key);
    }

    /** The weights or a bias of a state. */
    public static Optional<Matrix> in(TrainingState state, Key key) {
        LayerWeights weights = state.weights().get(key.layer() - 1);
        return key.quantity() == Quantity.WEIGHTS ? Optional.of(weights.weights()) : weights.bias();
    }

    /** The scale of the rounding error of each number. */
    public ErrorScales scales() {
        return scales.get();
    }

    private ErrorScales calculateScales() {
        return new ErrorScales(
                trace, source.batch(), before(source, replaced), source.spec(), this::rate, source.tolerances());
    }

    private double rate(int layer) {
        return source.run().learningRate(layer, source.batch());
    }

    /** The network. */
    public NetworkSpec spec() {
        return source.spec();
    }
}
