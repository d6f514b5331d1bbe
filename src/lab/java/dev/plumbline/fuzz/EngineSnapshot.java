package dev.plumbline.fuzz;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The weights and tensors of an engine at a step.
 *
 * @param experiment the training
 * @param before the weights before the step
 * @param ofBatch the tensors of the step; empty after the last step
 * @param ofAll the tensors of a step on all examples from the same weights, without dropout, as in an evaluation
 */
record EngineSnapshot(Experiment experiment, List<LayerWeights> before, Optional<StepTrace> ofBatch, StepTrace ofAll) {

    /** Repeats the training on an engine up to a step. */
    static EngineSnapshot of(Experiment experiment, Engine engine, long step) {
        try (Run run = engine.start(experiment)) {
            Optional<Batch> batch = to(step, experiment, run);
            List<LayerWeights> before = run.state().weights();
            Optional<StepTrace> ofBatch = batch.map(run::step);
            return new EngineSnapshot(experiment, before, ofBatch, ofAll(experiment, engine, step));
        }
    }

    private static StepTrace ofAll(Experiment experiment, Engine engine, long step) {
        try (Run run = engine.start(experiment)) {
            to(step, experiment, run);
            return run.step(whole(experiment, step));
        }
    }

    /** Takes all steps before this one and returns its batch. */
    private static Optional<Batch> to(long step, Experiment experiment, Run run) {
        for (Batch batch : experiment.batches()) {
            if (batch.step() == step) {
                return Optional.of(batch);
            }
            run.step(batch);
        }
        return Optional.empty();
    }

    /** All examples as one batch. The masks equal the keep probability, by which dropout divides: it has no effect. */
    private static Batch whole(Experiment experiment, long step) {
        NetworkSpec spec = experiment.spec();
        List<Optional<Matrix>> masks = IntStream.range(0, spec.layers().size())
                .mapToObj(i -> spec.layers()
                        .get(i)
                        .dropout()
                        .map(dropout ->
                                Matrix.full(experiment.inputs().rows(), spec.inputsOf(i), dropout.keepProbability())))
                .toList();
        return new Batch(step, 0, false, experiment.inputs(), experiment.targets(), experiment.exampleWeights(), masks);
    }

    /** A tensor for the batch and for all examples. */
    Stream<Matrix> both(Quantity quantity, int layer) {
        return Stream.concat(ofBatch.stream(), Stream.of(ofAll)).flatMap(trace -> trace.get(quantity, layer).stream());
    }

    /** A tensor for the batch. */
    Optional<Matrix> get(Quantity quantity, int layer) {
        return ofBatch.flatMap(trace -> trace.get(quantity, layer));
    }
}
