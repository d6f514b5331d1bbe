package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMatch;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.diagnose.representation.InitialWeightCandidates;
import dev.plumbline.diagnose.start.InitialWeightSearch;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /** The number of steps that are used to find the initial weights. */
    private static final int FIRST = 6;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final CanonicalSubject subject;
    private final BatchExamples examples;
    private final FindingList findings;
    private final List<String> notes = new ArrayList<>();
    private final List<Hypothesis> accepted = new ArrayList<>();
    private final Set<Replay.Place> excluded = new HashSet<>();
    private final Map<Long, Batch> unseen = new HashMap<>(); // the batch of each step, if only the weights identify it
    private final Variants variants;
    private final SearchBudget budget;
    private final Set<Replay.Place> shownPlaces = new LinkedHashSet<>();

    private Evidence evidence = Evidence.OUTPUTS;
    private DiagnosisTolerances tolerances;
    private @Nullable List<LayerWeights> ownStart;
    private long steps;
    private long tensors;
    private @Nullable RoundingRange rounding; // computed on demand
    private boolean excused; // whether some mismatch was only rounding
    private boolean untraceable; // whether nothing can be compared from some step on
    private long firstOverflow = -1; // its step
    private Key firstFound = new Key(0, Quantity.PRE_ACTIVATION, 1); // the first mismatch
    private boolean reordered; // the examples of some batch are in another order
    private boolean shuffled; // some batch has other examples
    private boolean shuffledUnseen; // other examples, identified by the weights only

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
        this.examples = new BatchExamples(experiment);
        this.findings = new FindingList();
        this.variants = new Variants(experiment);
        this.budget = budget;
        this.tolerances = DiagnosisTolerances.of(experiment);
    }

    Diagnosis run() {
        begin();
        if (shownPlaces.isEmpty()) {
            OutputsOnly only = new OutputsOnly(experiment, subject, tolerances);
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
        if (reordered && !shuffled) {
            notes.add("It takes the examples of a batch in another order, which is equivalent.");
        }
        List<Finding> found = findings.inOrder();
        if (conventions.stream().anyMatch(Convention::changesLines)) {
            found = found.stream().map(Finding::withoutLines).toList();
        }
        return new Diagnosis(
                spec, evidence, conventions, found, List.of(), experiment.steps(), steps, tensors, isWhole(), notes);
    }

    /** Whether every step was compared. Weights that are recorded before the update are missing for the last step. */
    private boolean isWhole() {
        return shownPlaces.isEmpty()
                || !untraceable && steps == experiment.steps() && tensors >= (steps - 1) * shownPlaces.size();
    }

    /** Examines the first steps: what is recorded, the initial weights, and the precision. */
    private void begin() {
        try (SubjectRun run = subject.start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            List<Batch> batches = new ArrayList<>();
            List<StepTrace> shown = new ArrayList<>();
            for (Batch batch : experiment.batches()) {
                Optional<StepTrace> step = batches.size() < FIRST ? run.step(batch) : Optional.empty();
                if (step.isEmpty() || step.get().size() == 0) {
                    break;
                }
                batches.add(batch);
                shown.add(step.get());
            }
            if (shown.isEmpty()) {
                return;
            }
            notes.addAll(run.notes());
            if (DiagnosisTolerances.hasRoundedConstants(spec)) {
                notes.add("Some constants of its activations are rounded to 32 bits here, as in DL4J. Constants"
                        + " with all digits are equally right, and differ by up to 6e-8.");
            }
            shown.get(0).keys().forEach(key -> shownPlaces.add(new Replay.Place(key.quantity(), key.layer())));
            evidence = Evidence.of(shown.get(0), replay.tensorsOf(batches.get(0)));
            requireNotLate(shown.get(0));
            checkInitialWeights(run, batches, shown);
            checkPrecision(batches.get(0), shown.get(0));
        }
    }

    /** Rejects a recording whose first step has the values of a correct network's second step. */
    private void requireNotLate(StepTrace first) {
        try (Replay now = newReplay();
                Replay later = newReplay()) {
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
            List<TensorMatch> matches = later.step(second, shifted);
            if (!matches.isEmpty() && allMatch(matches)) {
                throw new SubjectFailedException("the first recorded step has the values of a correct network's"
                        + " second step: the recording starts a step late. Record from the first step on, and the"
                        + " weights after each update");
            }
        }
    }

    private boolean allMatch(List<TensorMatch> matches) {
        return matches.stream().allMatch(TensorMatch::matches);
    }

    private void checkInitialWeights(SubjectRun run, List<Batch> batches, List<StepTrace> shown) {
        DiagnosisTolerances close = DiagnosisTolerances.isF32(shown.get(0))
                ? DiagnosisTolerances.of(experiment, Precision.F32)
                : tolerances;
        Optional<InitialWeightCandidates.Candidate> own = run.ownInitialWeights()
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment)
                        && InitialWeightCandidates.differs(weights, experiment))
                .map(weights -> InitialWeightCandidates.named(weights, experiment))
                .or(() -> new InitialWeightSearch(
                                experiment, evidence, shownPlaces, close, batches, shown, variants, budget)
                        .find());
        own.ifPresent(candidate -> {
            ownStart = candidate.weights();
            addStartFinding(candidate);
        });
    }

    private void addStartFinding(InitialWeightCandidates.Candidate own) {
        for (int l = 1; l <= own.weights().size(); l++) {
            LayerWeights theirs = own.weights().get(l - 1);
            LayerWeights right = experiment.initialWeights().get(l - 1);
            boolean weights = !theirs.weights().equals(right.weights());
            if (weights || !theirs.bias().equals(right.bias())) {
                Key key = new Key(Key.BEFORE_TRAINING, weights ? Quantity.WEIGHTS : Quantity.BIAS, l);
                CorrectedLines lines = new CorrectedLines(spec, l);
                for (Mistake mistake : own.mistakes()) {
                    findings.add(FindingList.structural(
                            key,
                            weights ? theirs.weights() : theirs.bias().orElseThrow(),
                            weights ? right.weights() : right.bias().orElseThrow(),
                            lines.of(mistake, "", !weights)));
                }
                return;
            }
        }
    }

    private void checkPrecision(Batch batch, StepTrace shown) {
        if (spec.precision() != Precision.F64) {
            return;
        }
        boolean allF32 = DiagnosisTolerances.isF32(shown);
        try (Replay replay = newReplay()) {
            Optional<TensorMatch> off = replay.step(batch, shown).stream()
                    .filter(each -> !each.matches() && !tolerances.isExact(each.residual()))
                    .filter(each -> each.residual() < DiagnosisTolerances.exact(Precision.F32))
                    // NumPy promotes to the wider type, so that tensors computed from it may have 64 bits again.
                    .filter(each -> allF32 || each.shown().size() > 1 && DiagnosisTolerances.isF32(each.shown()))
                    .findFirst();
            if (off.isPresent()) {
                tolerances = DiagnosisTolerances.of(experiment, Precision.F32);
                findings.add(FindingList.structural(
                        off.get().key(),
                        off.get().shown(),
                        off.get().right(),
                        new CorrectedLines(spec, off.get().key().layer()).of(Mistake.SINGLE_PRECISION, "")));
            }
        }
    }

    private Replay newReplay() {
        return newReplay(Replay.Noise.NONE);
    }

    private NoiseReplay newNoiseReplay() {
        return new NoiseReplay(experiment, subject, this::newReplay, this::batchOf);
    }

    /**
     * The criterion for a tensor: element by element, until a mistake is found, for which there are no bounds; and not
     * for tensors that are computed from values that decoding rounds.
     */
    private Replay.Criterion criterion(Key key) {
        return findings.size() == 0 && !subject.isRounded(key.quantity())
                ? Replay.Criterion.ELEMENTS
                : Replay.Criterion.EITHER;
    }

    private Replay newReplay(Replay.Noise noise) {
        Function<Key, Replay.Criterion> criterion =
                noise == Replay.Noise.NONE ? this::criterion : key -> Replay.Criterion.HYPOTHESIS;
        Replay replay = new Replay(experiment, accepted, excluded, tolerances, criterion, noise);
        if (ownStart != null) {
            replay.restore(replay.state().with(ownStart));
        }
        return replay;
    }

    /** Compares all steps, with no mistake accepted and no place excluded. */
    void compare(StepObserver observer) {
        begin();
        if (shownPlaces.isEmpty()) {
            return;
        }
        ComparisonReporter reporter = new ComparisonReporter(tolerances, observer);
        if (ownStart != null) {
            reporter.start(ownStart, experiment.initialWeights());
        }
        try (SubjectRun run = subject.start(experiment);
                Replay replay = newReplay()) {
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> shown = run.step(planned);
                if (shown.isEmpty()) {
                    break;
                }
                List<TensorMatch> matches = replay.step(batchOf(planned, shown.get(), replay.state()), shown.get());
                reporter.step(shown.get(), matches, replay.right());
            }
        }
    }

    /** Compares all steps, and returns those around the first mismatch. */
    private Optional<StepWindow> search() {
        try (SubjectRun run = subject.start(experiment);
                Replay replay = newReplay();
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
                Batch batch = batchOf(planned, shown.get(), before);
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

    /** Whether a tensor matches neither with the mistakes that were found nor without them. */
    private static boolean isWrong(TensorMatch match) {
        return !match.matches() && !match.isRight();
    }

    /** The mismatches that the lanes of a comparison do not explain by rounding. */
    private List<TensorMatch> mismatches(List<TensorMatch> matches, StepTrace shown) {
        List<TensorMatch> off = matches.stream().filter(DiagnosisRun::isWrong).toList();
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
        return !tolerances.isExact(off.residual());
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
            TrainedOutputs trained = new TrainedOutputs(experiment, tolerances);
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

    /** The batch that the network used: the planned one, unless the recorded tensors show other examples. */
    private Batch batchOf(Batch planned, StepTrace shown, TrainingState before) {
        if (shuffledUnseen) {
            return unseen.computeIfAbsent(
                    planned.step(),
                    step -> otherExamples().taken(planned, shown, before).orElse(planned));
        }
        Optional<Batch> taken = examples.taken(planned, shown, before);
        if (taken.isEmpty()) {
            return planned;
        }
        if (BatchExamples.areTheSame(planned, taken.get())) {
            if (!reordered && !isBetter(taken.get(), planned, shown, before)) {
                return planned;
            }
            reordered = true;
        } else if (!shuffled) {
            otherExamples(planned, taken.get());
        }
        return taken.get();
    }

    /** Whether a step has fewer mismatches with these examples; rows may also be reversed in one tensor only. */
    private boolean isBetter(Batch taken, Batch planned, StepTrace shown, TrainingState before) {
        return mismatches(taken, shown, before) < mismatches(planned, shown, before);
    }

    private long mismatches(Batch batch, StepTrace shown, TrainingState before) {
        try (Replay replay = newReplay()) {
            replay.restore(before);
            return replay.step(batch, shown).stream()
                    .filter(DiagnosisRun::isWrong)
                    .count();
        }
    }

    private void otherExamples(Batch planned, Batch taken) {
        shuffled = true;
        Key key = new Key(planned.step(), Quantity.PRE_ACTIVATION, 1);
        findings.add(FindingList.structural(
                key, taken.inputs(), planned.inputs(), new CorrectedLines(spec, 1).of(Mistake.SHUFFLED, "")));
    }

    private BatchExampleSearch otherExamples() {
        return new BatchExampleSearch(experiment, tolerances, budget);
    }

    /** Whether other examples are the only mistake of a network that records only weights. */
    private boolean areOtherExamplesTaken(StepWindow window, long step) {
        if (evidence != Evidence.WEIGHTS || shuffled || !accepted.isEmpty()) {
            return false;
        }
        List<Batch> taken = otherExamples().takenIn(window);
        if (taken.isEmpty()) {
            return false;
        }
        shuffledUnseen = true;
        int at = Math.toIntExact(step - window.batches().get(0).step());
        otherExamples(window.batches().get(at), taken.get(at));
        return true;
    }

    private void explain(StepWindow window) {
        ReplayResult base = replayed(window, List.of(), this::criterion);
        TensorMatch first = base.mismatches().stream()
                .filter(each -> each.key().compareTo(firstFound) >= 0) // mismatches before it are rounding
                .filter(DiagnosisRun::isWrong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the window has no mismatch"));
        Set<Mistake> known = accepted.stream().map(Hypothesis::mistake).collect(Collectors.toSet());
        boolean pairsToo = evidence != Evidence.WEIGHTS || excluded.isEmpty(); // pairs are too many then
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
        if (!test.isExplained() && areOtherExamplesTaken(window, first.key().step())) {
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
        return ReplayResult.of(window, experiment, all, excluded, tolerances, criterion);
    }
}
