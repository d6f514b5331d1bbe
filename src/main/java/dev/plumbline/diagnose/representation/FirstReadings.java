package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads the first steps of a network in any conventions, and compares them with a training with given mistakes. */
final class FirstReadings {
    /** The number of steps to examine; constants that coincide in the first step differ in the next. */
    private static final int STEPS = 4;

    /** Networks with more numbers per step are examined for fewer steps. */
    private static final long LARGE = 1_000_000;

    private final Experiment experiment;
    private final List<Hypothesis> mistakes;
    private final DiagnosisTolerances exact;
    private final List<Batch> batches = new ArrayList<>();
    private final List<StepTrace> recorded = new ArrayList<>(); // one more than is examined, if there is one
    private final Optional<List<LayerWeights>> start; // as recorded
    private final Optional<Matrix> outputs; // if nothing else is recorded
    private final Map<Set<Convention>, Reading> readings = new HashMap<>();

    FirstReadings(Subject subject, Experiment experiment, List<Hypothesis> mistakes) {
        this.experiment = experiment;
        this.mistakes = mistakes;
        this.exact = DiagnosisTolerances.of(experiment);
        long most = experiment.numbersOfStep() > LARGE ? 2 : STEPS;
        try (SubjectRun run = subject.start(experiment)) {
            start = run.ownInitialWeights();
            for (Batch batch : experiment.batches()) {
                Optional<StepTrace> step = recorded.size() > most ? Optional.empty() : run.step(batch);
                boolean onlyOutputs = step.isPresent() && step.get().size() == 0;
                if (onlyOutputs) {
                    continue; // the outputs come at the end
                }
                if (step.isEmpty()) {
                    break;
                }
                batches.add(batch);
                recorded.add(step.get());
            }
            outputs = recorded.isEmpty() ? run.outputs() : Optional.empty();
            if (recorded.size() > most) {
                batches.remove(batches.size() - 1);
            }
        }
    }

    /** The number of steps that are read. */
    int steps() {
        return batches.size();
    }

    /** Whether one of these quantities is recorded, of those that are not learned. */
    boolean record(Set<Quantity> quantities) {
        return recorded.get(0).keys().stream()
                .map(Key::quantity)
                .anyMatch(quantity -> quantities.contains(quantity) && !quantity.isLearned());
    }

    /** Whether nothing is recorded in the steps. */
    boolean areEmpty() {
        return recorded.isEmpty();
    }

    /** The steps, read in these conventions. */
    Reading in(Set<Convention> conventions) {
        return readings.computeIfAbsent(conventions, unread -> new Reading(unread, replayed(unread)));
    }

    private Set<Key> replayed(Set<Convention> conventions) {
        Set<Key> mismatches = new HashSet<>();
        Optional<List<LayerWeights>> initial = startIn(conventions);
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, initial);
                Replay replay = new Replay(experiment, mistakes, Set.of(), exact)) {
            initial.ifPresent(weights -> replay.restore(replay.state().with(weights)));
            BatchExamples examples = new BatchExamples(experiment);
            for (int i = 0; i < batches.size(); i++) {
                StepTrace step = recorded.get(i);
                if (conventions.contains(Convention.WEIGHTS_BEFORE_UPDATE)) {
                    step = CanonicalReader.withWeightsOf(step, i + 1 < recorded.size() ? recorded.get(i + 1) : null);
                }
                StepTrace canonical = reader.read(batches.get(i), step);
                // A network that computes in 32 bits by mistake may still have conventions.
                boolean f32 = DiagnosisTolerances.isF32(canonical);
                Batch batch = examples.taken(batches.get(i), canonical, replay.state())
                        .orElse(batches.get(i));
                replay.step(batch, canonical).stream()
                        .filter(match -> !match.matches() && !match.isRight())
                        .filter(match -> !f32 || match.residual() > DiagnosisTolerances.exact(Precision.F32))
                        .map(TensorMismatches::key)
                        .forEach(mismatches::add);
            }
        }
        return mismatches;
    }

    /** The number of tensors of the first step that have a wrong shape in these conventions. */
    int wrongShapes(Set<Convention> conventions) {
        int wrong = startFits(conventions) ? 0 : 1;
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty());
                Replay replay = new Replay(experiment, List.of(), Set.of(), exact)) {
            StepTrace expected = replay.tensorsOf(batches.get(0));
            StepTrace shaped = reader.shaped(recorded.get(0));
            for (Key key : shaped.keys()) {
                Matrix tensor = shaped.get(key).orElseThrow();
                wrong += expected.get(key).map(tensor::hasShapeOf).orElse(false) ? 0 : 1;
            }
        }
        return wrong;
    }

    /** Whether the weights of the first step are recorded before its update: initial ones, right or by a mistake. */
    boolean beginWithStart(Set<Convention> conventions) {
        List<LayerWeights> from = startIn(conventions).orElse(experiment.initialWeights());
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty())) {
            StepTrace first = reader.shaped(recorded.get(0));
            return isAnyOf(from, first, 0)
                    || InitialWeightCandidates.mistaken(experiment).stream()
                            .anyMatch(start -> isAnyOf(start.weights(), first, DiagnosisTolerances.SAME));
        }
    }

    private static boolean isAnyOf(List<LayerWeights> weights, StepTrace first, double tolerance) {
        return IntStream.rangeClosed(1, weights.size()).anyMatch(l -> {
            Matrix W = weights.get(l - 1).weights();
            return first.get(Quantity.WEIGHTS, l)
                    .filter(recorded -> DiagnosisTolerances.areClose(recorded, W, tolerance))
                    .isPresent();
        });
    }

    /** The network's own initial weights, if it records any of the right shapes. */
    Optional<List<LayerWeights>> startIn(Set<Convention> conventions) {
        return start.map(weights -> shaped(weights, conventions))
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment));
    }

    /** Whether the network records no initial weights, or has the right shapes. */
    boolean startFits(Set<Convention> conventions) {
        return start.isEmpty() || startIn(conventions).isPresent();
    }

    /** The distance of the outputs from those of a training from the initial weights in this layout. */
    double distanceOfOutputs(Set<Convention> conventions) {
        if (start.isEmpty() || outputs.isEmpty()) {
            return 0;
        }
        Experiment started = experiment.startingFrom(shaped(start.get(), conventions));
        try (CanonicalReader reader = new CanonicalReader(started, conventions, Optional.empty());
                Replay replay = new Replay(started, mistakes, Set.of(), exact)) {
            started.batches().forEach(replay::step);
            Matrix expected = replay.outputs(started);
            Matrix actual = reader.outputs(outputs.get());
            return actual.hasShapeOf(expected) ? actual.normOfDifference(expected) : Double.POSITIVE_INFINITY;
        }
    }

    private List<LayerWeights> shaped(List<LayerWeights> weights, Set<Convention> conventions) {
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty())) {
            return reader.shaped(weights);
        }
    }
}
