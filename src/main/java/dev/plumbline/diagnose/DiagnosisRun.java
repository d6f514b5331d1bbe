package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMatch;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a diagnosis. */
final class DiagnosisRun {
    private static final int MOST_FINDINGS = 12;

    /** The maximum number of mismatches to explain; some findings may repeat at another place. */
    private static final int MOST_ROUNDS = 3 * MOST_FINDINGS;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final CanonicalSubject subject;
    private final DiagnosisState state;
    private final UsedExamples examples;
    private final FindingList findings;
    private final List<String> notes;
    private final List<Hypothesis> accepted;
    private final Set<Replay.Place> excluded;
    private final Variants variants;
    private final SearchBudget budget;
    private final Set<Replay.Place> shownPlaces;

    private long steps;
    private long tensors;
    private @Nullable RoundingRange rounding; // computed on demand
    private boolean excused; // whether some mismatch was only rounding
    private boolean untraceable; // whether nothing can be compared from some step on
    private long firstOverflow = -1; // its step
    private Key firstFound = new Key(0, Quantity.PRE_ACTIVATION, 1); // the first mismatch

    DiagnosisRun(Experiment experiment, CanonicalSubject subject) {
        this(
                experiment,
                subject,
                new SearchBudget(experiment.spec(), experiment.inputs().rows()));
    }

    /** A run with a given budget. */
    DiagnosisRun(Experiment experiment, CanonicalSubject subject, SearchBudget budget) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.subject = subject;
        this.state = new DiagnosisState(experiment, subject);
        this.examples = new UsedExamples(state, budget);
        this.findings = state.findings;
        this.notes = state.notes;
        this.accepted = state.accepted;
        this.excluded = state.excluded;
        this.shownPlaces = state.shownPlaces;
        this.variants = new Variants(experiment);
        this.budget = budget;
    }

    Diagnosis run() {
        new FirstSteps(state, variants, budget).examine();
        if (shownPlaces.isEmpty()) {
            OutputsOnly only = new OutputsOnly(experiment, subject, state.tolerances);
            only.explain().ifPresent(findings::add);
            tensors = only.isShown() ? 1 : 0;
            notes.addAll(only.notes());
        } else {
            Optional<StepWindow> window = search();
            for (int round = 0; window.isPresent() && findings.size() < MOST_FINDINGS && round < MOST_ROUNDS; round++) {
                explain(window.get());
                window = search();
            }
            if (window.isPresent()) {
                notes.add("There are more mismatches than those listed; the search stopped after the maximum.");
            }
        }
        if (!findings.areExplained()) {
            notes.addAll(budget.givenUp());
        }
        List<Convention> conventions = new ArrayList<>(subject.conventions());
        if (examples.areOnlyReordered()) {
            notes.add("It takes the examples of a batch in another order, which is equivalent.");
        }
        List<Finding> found = findings.inOrder();
        if (conventions.stream().anyMatch(Convention::changesLines)) {
            found = found.stream().map(Finding::withoutLines).toList();
        }
        return new Diagnosis(
                spec,
                state.evidence,
                conventions,
                found,
                List.of(),
                experiment.steps(),
                steps,
                tensors,
                isWhole(),
                notes);
    }

    /** Whether every step was compared. Weights that are recorded before the update are missing for the last step. */
    private boolean isWhole() {
        return shownPlaces.isEmpty()
                || !untraceable && steps == experiment.steps() && tensors >= (steps - 1) * shownPlaces.size();
    }

    private NoiseReplay newNoiseReplay() {
        return new NoiseReplay(experiment, subject, state::newReplay, examples::batchOf);
    }

    /** Compares all steps, with no mistake accepted and no place excluded. */
    void compare(StepObserver observer) {
        new FirstSteps(state, variants, budget).examine();
        if (shownPlaces.isEmpty()) {
            return;
        }
        ComparisonReporter reporter = new ComparisonReporter(state.tolerances, observer);
        if (state.ownStart != null) {
            reporter.start(state.ownStart, experiment.initialWeights());
        }
        try (SubjectRun run = subject.start(experiment);
                Replay replay = state.newReplay()) {
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> shown = run.step(planned);
                if (shown.isEmpty()) {
                    break;
                }
                List<TensorMatch> matches =
                        replay.step(examples.batchOf(planned, shown.get(), replay.state()), shown.get());
                reporter.step(shown.get(), matches, replay.right());
            }
        }
    }

    /** Compares all steps, and returns those around the first mismatch. */
    private Optional<StepWindow> search() {
        try (SubjectRun run = subject.start(experiment);
                Replay replay = state.newReplay();
                NoiseReplay digits = newNoiseReplay()) {
            RecentSteps recent = new RecentSteps(spec);
            steps = 0;
            tensors = 0;
            boolean found = false;
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> shown = run.step(planned);
                if (shown.isPresent() && !accepted.isEmpty() && overflows(shown.get())) {
                    return found ? Optional.of(recent.window()) : Optional.empty();
                }
                if (shown.isEmpty()) {
                    return found ? Optional.of(recent.window()) : ofOutputs(run, replay, digits);
                }
                steps++;
                tensors += shown.get().size();
                TrainingState before = replay.state();
                Batch batch = examples.batchOf(planned, shown.get(), before);
                recent.add(before, batch, shown.get());
                if (found) {
                    replay.step(batch, shown.get()); // advances the state; mismatches are replayed later
                    if (recent.isFull()) {
                        return Optional.of(recent.window());
                    }
                } else {
                    List<TensorMatch> off = mismatches(replay.step(batch, shown.get()), shown.get());
                    if (off.isEmpty()) {
                        if (isChaotic(planned.step())) {
                            return Optional.empty();
                        }
                        continue;
                    }
                    excused |= off.stream().anyMatch(digits::excuse);
                    Optional<TensorMatch> first = off.stream()
                            .filter(each -> !isRoundingNoise(each, digits))
                            .findFirst();
                    if (first.isPresent()) {
                        found = true;
                        firstFound = first.get().key();
                        recent.keep();
                    } else if (off.stream().anyMatch(each -> digits.hasLost(each.key()))) {
                        loseTrack(planned.step());
                        return Optional.empty();
                    }
                }
            }
            return found ? Optional.of(recent.window()) : ofOutputs(run, replay, digits);
        }
    }

    /** The mismatches that the lanes of a comparison do not explain by rounding. */
    private List<TensorMatch> mismatches(List<TensorMatch> matches, StepTrace shown) {
        List<TensorMatch> off = matches.stream().filter(DiagnosisState::isWrong).toList();
        if (off.isEmpty()) {
            return off;
        }
        boolean rounding = off.stream().anyMatch(this::isLarge) && isRounding(shown.step());
        boolean rounded = off.stream().anyMatch(each -> !isLarge(each)) && RecordedPrecision.areFew(shown);
        return off.stream().filter(each -> isLarge(each) ? !rounding : !rounded).toList();
    }

    /**
     * Whether a mismatch is large in the norm of its tensor; otherwise only elements that are small beside the others
     * differ.
     */
    private boolean isLarge(TensorMatch off) {
        return !state.tolerances.isExact(off.residual());
    }

    /** Whether rounding of tensors that are not recorded explains a mismatch. */
    private boolean isRoundingNoise(TensorMatch off, NoiseReplay digits) {
        return digits.excuse(off) || excused && !isFinite(off);
    }

    private static boolean isFinite(TensorMatch match) {
        return match.shown().isFinite() && match.right().isFinite();
    }

    /** Whether rounding explains the mismatches of a step; unknown if there are mistakes in the replay. */
    private boolean isRounding(long step) {
        if (!accepted.isEmpty()) {
            return false;
        }
        excused |= rounding().excuses(step);
        return rounding().excuses(step);
    }

    private RoundingRange rounding() {
        RoundingRange known = rounding;
        if (known == null) {
            known = RoundingRange.of(experiment, subject, examples::inOrder);
            rounding = known;
        }
        return known;
    }

    /** Whether rounding has made the training unpredictable from this step on. */
    private boolean isChaotic(long step) {
        boolean chaotic = excused && accepted.isEmpty() && step >= rounding().ends();
        if (chaotic) {
            loseTrack(step);
        }
        return chaotic;
    }

    private void loseTrack(long step) {
        untraceable = true;
        notes.add("From step " + step + " on, rounding errors dominate the training, so the recorded tensors cannot"
                + " be compared any more; with "
                + (shownPlaces.contains(new Replay.Place(Quantity.WEIGHTS, 1)) ? "every tensor" : "the weights")
                + " of every step they could be.");
    }

    /**
     * Whether a step has numbers that are not finite. Earlier mistakes explain these, and nothing can be concluded from
     * them.
     */
    private boolean overflows(StepTrace shown) {
        boolean overflows = shown.firstNotFinite().isPresent();
        if (overflows && firstOverflow != shown.step()) {
            firstOverflow = shown.step();
            notes.add("From step " + firstOverflow + " on, its numbers are not finite, and are not compared.");
        }
        return overflows;
    }

    /** Compares the final outputs, which need no window. */
    private Optional<StepWindow> ofOutputs(SubjectRun run, Replay replay, NoiseReplay digits) {
        Optional<Matrix> outputs = run.outputs();
        if (outputs.isPresent() && !findings.haveOutputs()) {
            TrainedOutputs trained = new TrainedOutputs(experiment, state.tolerances);
            if (trained.areBeforeLastUpdate(outputs.get(), replay) && !notes.contains(TrainedOutputs.BEFORE)) {
                notes.add(TrainedOutputs.BEFORE);
            }
            trained.explain(outputs.get(), replay).ifPresent(finding -> {
                if (areRoundingNoise(outputs.get(), digits)) {
                    loseTrack(experiment.steps());
                } else {
                    findings.add(finding);
                }
            });
        }
        return Optional.empty();
    }

    private boolean areRoundingNoise(Matrix outputs, NoiseReplay digits) {
        boolean drifted = excused && (!outputs.isFinite() || !rounding().isByStep()); // and so has the replay
        return drifted || digits.excuseOutputs(outputs);
    }

    private void explain(StepWindow window) {
        ReplayResult base = replayed(window, List.of(), state::criterion);
        TensorMatch first = base.mismatches().stream()
                .filter(each -> each.key().compareTo(firstFound) >= 0) // mismatches before it are rounding
                .filter(DiagnosisState::isWrong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the window has no mismatch"));
        Set<Mistake> known = accepted.stream().map(Hypothesis::mistake).collect(Collectors.toSet());
        boolean pairsToo = state.evidence != Evidence.WEIGHTS || excluded.isEmpty(); // pairs are too many then
        List<Hypothesis> candidates = variants.candidatesFor(first.key(), shownPlaces, known).stream()
                .filter(hypothesis -> !accepted.contains(hypothesis)) // accepted hypotheses are already in the replay
                .toList();
        HypothesisTest test = new HypothesisTest(
                spec,
                base,
                first,
                candidates,
                variants.everything(),
                known,
                pairsToo,
                budget,
                new HypothesisTest.Replayed() {
                    @Override
                    public ReplayResult allSteps(List<Hypothesis> hypotheses) {
                        return replayed(window, hypotheses, base::criterion);
                    }

                    @Override
                    public ReplayResult upToFirstMismatch(List<Hypothesis> hypotheses) {
                        return replayed(window.upTo(first.key().step()), hypotheses, base::criterion);
                    }
                });
        test.run();
        if (!test.isExplained()
                && examples.areOtherExamplesTaken(window, first.key().step())) {
            return;
        }
        if (test.isExplained()) {
            accepted.addAll(test.accepted());
        } else {
            excluded.add(first.place());
        }
        test.findings(shownPlaces).forEach(findings::add);
    }

    private ReplayResult replayed(StepWindow window, List<Hypothesis> more, Function<Key, Replay.Criterion> criterion) {
        List<Hypothesis> all = new ArrayList<>(accepted);
        all.addAll(more);
        return ReplayResult.of(window, experiment, all, excluded, state.tolerances, criterion);
    }
}
