package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A step that the reference has taken, and that it can take again with numbers of another in the place of its own. */
final class ReferenceStep {
    private final Source source;
    private final Map<Key, Matrix> given;
    private final StepTrace trace;
    private final Map<Key, Matrix> terms = new HashMap<>(); // of its numbers, once they have been moved
    private @Nullable ErrorScales scales; // calculated when they are asked for

    /**
     * Where steps are taken again from.
     *
     * @param run one that may be set to any state
     * @param before the state before the step
     * @param batch its examples
     * @param spec the network
     * @param tolerances the unit of its scales
     */
    record Source(PerturbableRun run, TrainingState before, Batch batch, NetworkSpec spec, Tolerances tolerances) {}

    private ReferenceStep(Source source, Map<Key, Matrix> given, StepTrace trace) {
        this.source = source;
        this.given = given;
        this.trace = trace;
    }

    /** Takes it. */
    static ReferenceStep take(Source source) {
        return take(source, Map.of());
    }

    /** One that was taken already. */
    static ReferenceStep of(Source source, StepTrace trace) {
        return new ReferenceStep(source, Map.of(), trace);
    }

    private static ReferenceStep take(Source source, Map<Key, Matrix> given) {
        long step = source.batch().step();
        Perturbation replacing =
                (quantity, layer, tensor) -> given.getOrDefault(new Key(step, quantity, layer), tensor);
        source.run().restore(before(source, given));
        return new ReferenceStep(
                source, given, source.run().step(source.batch(), given.isEmpty() ? Perturbation.NONE : replacing));
    }

    /** The state from which it was taken, but for weights that it was given. */
    TrainingState before() {
        return source.before();
    }

    private static TrainingState before(Source source, Map<Key, Matrix> given) {
        TrainingState before = source.before();
        if (given.isEmpty()) {
            return before;
        }
        long step = source.batch().step() - 1;
        List<LayerWeights> weights = new ArrayList<>();
        for (int l = 1; l <= before.weights().size(); l++) {
            LayerWeights own = before.weights().get(l - 1);
            Key ofBias = new Key(step, Quantity.BIAS, l);
            weights.add(new LayerWeights(
                    given.getOrDefault(new Key(step, Quantity.WEIGHTS, l), own.weights()),
                    own.bias().map(bias -> given.getOrDefault(ofBias, bias))));
        }
        return before.with(weights);
    }

    /** The same step, taken again with this tensor: one that it calculates on its way, or weights from before it. */
    ReferenceStep given(Key key, Matrix tensor) {
        Map<Key, Matrix> more = new HashMap<>(given);
        more.put(key, tensor);
        return take(source, more);
    }

    /**
     * What it would have recorded with its numbers moved by so many last places, at random.
     *
     * @param together whether all numbers of a tensor are moved to the same side
     */
    StepTrace moved(double lastPlaces, boolean together, SplittableRandom random) {
        TrainingState state = before(source, given);
        source.run().restore(state);
        return source.run()
                .step(
                        source.batch(),
                        new RoundingPerturbation(
                                source.spec(), source.batch(), state, lastPlaces, together, random, terms));
    }

    /** What it recorded. */
    StepTrace trace() {
        return trace;
    }

    /** A tensor that it recorded, or weights from before it. */
    Optional<Matrix> get(Key key) {
        return key.step() == trace.step() ? trace.get(key) : in(before(source, given), key);
    }

    /** Weights or a bias of a state. */
    static Optional<Matrix> in(TrainingState state, Key key) {
        LayerWeights weights = state.weights().get(key.layer() - 1);
        return key.quantity() == Quantity.WEIGHTS ? Optional.of(weights.weights()) : weights.bias();
    }

    /** How far rounding may carry each number of it. */
    ErrorScales scales() {
        ErrorScales known = scales;
        if (known == null) {
            known = new ErrorScales(
                    trace,
                    source.batch(),
                    before(source, given),
                    source.spec(),
                    layer -> source.run().learningRate(layer, source.batch()),
                    source.tolerances());
            scales = known;
        }
        return known;
    }

    /** The network. */
    NetworkSpec spec() {
        return source.spec();
    }
}
