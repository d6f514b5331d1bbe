package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.InitialWeightCandidates;
import dev.plumbline.diagnose.start.InitialWeightSearch;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The first steps of a recording: what is recorded, the initial weights, and the precision. */
final class InitialChecks {
    /** The number of steps that are used to find the initial weights. */
    private static final int FIRST = 6;

    private final DiagnosisState state;
    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Variants variants;
    private final SearchBudget budget;

    InitialChecks(DiagnosisState state, Variants variants, SearchBudget budget) {
        this.state = state;
        this.experiment = state.experiment;
        this.spec = state.spec();
        this.variants = variants;
        this.budget = budget;
    }

    /** Examines the steps, and adds what it finds to the state. */
    void examine() {
        try (SubjectRun run = state.subject.start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), state.tolerances)) {
            List<Batch> batches = new ArrayList<>();
            List<StepTrace> recorded = new ArrayList<>();
            for (Batch batch : experiment.batches()) {
                Optional<StepTrace> step = batches.size() < FIRST ? run.step(batch) : Optional.empty();
                if (step.isEmpty() || step.get().size() == 0) {
                    break;
                }
                batches.add(batch);
                recorded.add(step.get());
            }
            if (recorded.isEmpty()) {
                return;
            }
            state.notes.addAll(run.notes());
            if (DiagnosisTolerances.hasRoundedConstants(spec)) {
                state.notes.add("Some constants of its activations are rounded to 32 bits here, as in DL4J. Constants"
                        + " with all digits are equally right, and differ by up to 6e-8.");
            }
            recorded.get(0).keys().forEach(key -> state.shownPlaces.add(key.place()));
            state.evidence = Evidence.of(recorded.get(0), replay.tensorsOf(batches.get(0)));
            requireNotLate(recorded.get(0));
            checkInitialWeights(run, batches, recorded);
            noteEqualUnits(state.ownStart == null ? experiment.initialWeights() : state.ownStart);
            checkPrecision(batches.get(0), recorded.get(0));
        }
    }

    /** Rejects a recording whose first step has the values of a correct network's second step. */
    private void requireNotLate(StepTrace first) {
        try (Replay now = state.newReplay();
                Replay later = state.newReplay()) {
            Iterator<Batch> batches = experiment.batches().iterator();
            Batch batch = batches.next();
            if (!batches.hasNext() || allMatch(now.step(batch, first))) {
                return;
            }
            later.step(batch);
            Batch second = batches.next();
            StepTrace shifted = new StepTrace(second.step(), first.layers());
            first.keys()
                    .forEach(key -> shifted.record(
                            key.quantity(), key.layer(), first.get(key).orElseThrow()));
            List<TensorMismatches> matches = later.step(second, shifted);
            if (!matches.isEmpty() && allMatch(matches)) {
                throw new SubjectFailedException(
                        ErrorKind.MISPLACED_TENSOR,
                        "the first recorded step has the values of a correct network's"
                                + " second step: the recording starts a step late. Record from the first step on, and the"
                                + " weights after each update");
            }
        }
    }

    private boolean allMatch(List<TensorMismatches> matches) {
        return matches.stream().allMatch(TensorMismatches::matches);
    }

    private void checkInitialWeights(SubjectRun run, List<Batch> batches, List<StepTrace> recorded) {
        DiagnosisTolerances close = DiagnosisTolerances.isF32(recorded.get(0))
                ? DiagnosisTolerances.of(experiment, Precision.F32)
                : state.tolerances;
        Optional<InitialWeightCandidates.Candidate> start = run.ownInitialWeights()
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment)
                        && InitialWeightCandidates.differs(weights, experiment))
                .map(weights -> InitialWeightCandidates.named(weights, experiment))
                .or(() -> new InitialWeightSearch(
                                experiment,
                                state.evidence,
                                state.shownPlaces,
                                close,
                                batches,
                                recorded,
                                variants,
                                budget)
                        .find());
        start.ifPresent(candidate -> {
            state.ownStart = candidate.weights();
            addStartFinding(candidate);
        });
    }

    /** Units of a hidden layer with equal weights, to them and from them, have equal gradients: they stay equal. */
    private void noteEqualUnits(List<LayerWeights> start) {
        String layers = IntStream.range(0, start.size() - 1)
                .filter(l -> spec.layers().get(l).dropout().isEmpty())
                .filter(l -> start.get(l).weights().columns() > 1)
                .filter(l -> hasEqualRows(start.get(l).weights().T())
                        && start.get(l)
                                .bias()
                                .map(bias -> hasEqualRows(bias.T()))
                                .orElse(true)
                        && hasEqualRows(start.get(l + 1).weights()))
                .mapToObj(l -> String.valueOf(l + 1))
                .collect(Collectors.joining(", "));
        if (!layers.isEmpty()) {
            state.notes.add(
                    "All units of layer " + layers + " start with equal weights, learn the same, and stay equal: a"
                            + " layer of one unit could do as much. Random initial weights make them different.");
        }
    }

    private static boolean hasEqualRows(Matrix matrix) {
        return IntStream.range(1, matrix.rows())
                .allMatch(row -> matrix.rowRange(row, row + 1).equals(matrix.rowRange(0, 1)));
    }

    private void addStartFinding(InitialWeightCandidates.Candidate start) {
        for (int l = 1; l <= start.weights().size(); l++) {
            LayerWeights theirs = start.weights().get(l - 1);
            LayerWeights given = experiment.initialWeights().get(l - 1);
            boolean weights = !theirs.weights().equals(given.weights());
            if (weights || !theirs.bias().equals(given.bias())) {
                Key key = new Key(Key.BEFORE_TRAINING, weights ? Quantity.WEIGHTS : Quantity.BIAS, l);
                for (Mistake mistake : start.mistakes()) {
                    state.findings.add(FindingList.structural(
                            key,
                            weights ? theirs.weights() : theirs.bias().orElseThrow(),
                            weights ? given.weights() : given.bias().orElseThrow(),
                            Explanation.of(mistake, "", l)));
                }
                return;
            }
        }
    }

    private void checkPrecision(Batch batch, StepTrace recorded) {
        if (spec.precision() != Precision.F64) {
            return;
        }
        boolean allF32 = DiagnosisTolerances.isF32(recorded);
        try (Replay replay = state.newReplay()) {
            Optional<TensorMismatches> off = replay.step(batch, recorded).stream()
                    .filter(match -> !match.matches() && !state.tolerances.isExact(match.residual()))
                    .filter(match -> match.residual() < DiagnosisTolerances.exact(Precision.F32))
                    // NumPy promotes to the wider type, so that tensors computed from it may have 64 bits again.
                    .filter(match ->
                            allF32 || match.recorded().size() > 1 && DiagnosisTolerances.isF32(match.recorded()))
                    .findFirst();
            if (off.isPresent()) {
                state.tolerances = DiagnosisTolerances.of(experiment, Precision.F32);
                state.findings.add(FindingList.structural(
                        off.get().key(),
                        off.get().recorded(),
                        off.get().correct(),
                        Explanation.of(
                                Mistake.SINGLE_PRECISION, "", off.get().key().layer())));
            }
        }
    }
}
