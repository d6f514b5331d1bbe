package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.compare.StepObserver;
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

/** A diagnosis in progress. */
final class DiagnosisRun {
    private static final int MOST_FINDINGS = 12;

    /** So often a mismatch is looked into; of what is found, some may be the same in another place. */
    private static final int MOST_ROUNDS = 3 * MOST_FINDINGS;

    /** So many steps are looked at to see from which weights a network has started. */
    private static final int FIRST = 6;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final CanonicalSubject subject;
    private final BatchExamples examples;
    private final FindingList findings;
    private final List<String> notes = new ArrayList<>();
    private final List<Hypothesis> accepted = new ArrayList<>();
    private final Set<Replay.Place> aside = new HashSet<>();
    private final Map<Long, Batch> unseen = new HashMap<>(); // what a step has taken, if only the weights tell which
    private final Variants variants;
    private final SearchBudget budget;
    private final Set<Replay.Place> shownPlaces = new LinkedHashSet<>();

    private Evidence evidence = Evidence.OUTPUTS;
    private DiagnosisTolerances tolerances;
    private @Nullable List<LayerWeights> ownStart;
    private long steps;
    private long tensors;
    private @Nullable RoundingRange rounding; // calculated when it is asked for
    private boolean excused; // whether something did not match that is no more than rounding
    private boolean lost; // whether from some step on nothing is known
    private long firstOverflow = -1; // the step of it
    private Key firstFound = new Key(0, Quantity.PRE_ACTIVATION, 1); // that does not match
    private boolean reordered; // the examples of a batch stand in another order
    private boolean shuffled; // other examples are taken
    private boolean shuffledUnseen; // and only the weights tell which

    DiagnosisRun(Experiment experiment, CanonicalSubject subject) {
        this(
                experiment,
                subject,
                new SearchBudget(experiment.spec(), experiment.inputs().rows()));
    }

    /** The same with what may be tried. */
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

    Diagnosis toTheEnd() {
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
                notes.add("More does not match than what is listed; after so much, no more was looked for.");
            }
        }
        if (!findings.areExplained()) {
            notes.addAll(budget.givenUp());
        }
        List<Convention> conventions = new ArrayList<>(subject.conventions());
        if (reordered && !shuffled) {
            notes.add("It takes the examples of a batch in another order, which is as right.");
        }
        List<Finding> found = findings.inOrder();
        if (conventions.stream().anyMatch(Convention::changesLines)) {
            found = found.stream().map(Finding::withoutLines).toList();
        }
        return new Diagnosis(
                spec, evidence, conventions, found, List.of(), experiment.steps(), steps, tensors, isWhole(), notes);
    }

    /** The weights that a recording has before each step are one step short of those after it. */
    private boolean isWhole() {
        return shownPlaces.isEmpty()
                || !lost && steps == experiment.steps() && tensors >= (steps - 1) * shownPlaces.size();
    }

    /** Looks at the first steps: what is shown, from which weights, in which precision. */
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
                notes.add("Some constants of its activations are rounded to 32 bits here, as in DL4J; one that has all"
                        + " their digits is as right, and differs by up to 6e-8.");
            }
            shown.get(0).keys().forEach(key -> shownPlaces.add(new Replay.Place(key.quantity(), key.layer())));
            evidence = Evidence.of(shown.get(0), replay.tensorsOf(batches.get(0)));
            requireInTime(shown.get(0));
            lookAtTheStart(run, batches, shown);
            lookAtThePrecision(batches.get(0), shown.get(0));
        }
    }

    /** What is shown of the first step must not be, all of it, what a right network has at its second. */
    private void requireInTime(StepTrace first) {
        try (Replay now = newReplay();
                Replay later = newReplay()) {
            Iterator<Batch> batches = experiment.batches().iterator();
            Batch batch = batches.next();
            if (!batches.hasNext() || allMatch(now.step(batch, first))) {
                return;
            }
            later.step(batch);
            Batch second = batches.next();
            StepTrace moved = new StepTrace(second.step(), first.layers());
            first.keys()
                    .forEach(key -> moved.record(
                            key.quantity(), key.layer(), first.get(key).orElseThrow()));
            List<TensorMatch> matches = later.step(second, moved);
            if (!matches.isEmpty() && allMatch(matches)) {
                throw new SubjectFailedException("what is recorded of the first step is what a right network has at its"
                        + " second: the recording is a step late. Record from the first step on, and the weights after"
                        + " each update");
            }
        }
    }

    private boolean allMatch(List<TensorMatch> matches) {
        return matches.stream().allMatch(TensorMatch::matches);
    }

    private void lookAtTheStart(SubjectRun run, List<Batch> batches, List<StepTrace> shown) {
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
            startDiffers(candidate);
        });
    }

    private void startDiffers(InitialWeightCandidates.Candidate own) {
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

    private void lookAtThePrecision(Batch batch, StepTrace shown) {
        if (spec.precision() != Precision.F64) {
            return;
        }
        boolean wholly = DiagnosisTolerances.isF32(shown);
        try (Replay replay = newReplay()) {
            Optional<TensorMatch> off = replay.step(batch, shown).stream()
                    .filter(each -> !each.matches() && !tolerances.isExact(each.residual()))
                    .filter(each -> each.residual() < DiagnosisTolerances.exact(Precision.F32))
                    // Of NumPy's types the wider one wins, so that what follows from it may have 64 bits again.
                    .filter(each -> wholly || each.shown().size() > 1 && DiagnosisTolerances.isF32(each.shown()))
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

    private NoiseReplay lastDigits() {
        return new NoiseReplay(experiment, subject, this::newReplay, this::batchOf);
    }

    /**
     * Whether a tensor is judged element by element: until something is found, which has no bounds of its own; and unless it
     * follows from what is known only but for rounding.
     */
    private Replay.Criterion criterion(Key key) {
        return findings.size() == 0 && !subject.isRounded(key.quantity())
                ? Replay.Criterion.ELEMENTS
                : Replay.Criterion.EITHER;
    }

    private Replay newReplay(Replay.Noise noise) {
        Function<Key, Replay.Criterion> criterion =
                noise == Replay.Noise.NONE ? this::criterion : key -> Replay.Criterion.HYPOTHESIS;
        Replay replay = new Replay(experiment, accepted, aside, tolerances, criterion, noise);
        if (ownStart != null) {
            replay.restore(replay.state().with(ownStart));
        }
        return replay;
    }

    /** Goes through all steps, with no mistake accepted and nothing set aside. */
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

    /** Goes through all steps, and returns those around the first mismatch. */
    private Optional<StepWindow> search() {
        try (SubjectRun run = subject.start(experiment);
                Replay replay = newReplay();
                NoiseReplay digits = lastDigits()) {
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
                    replay.step(batch, shown.get()); // its state goes on; what does not match is seen in the window
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
                            .filter(each -> !isOfLastDigits(each, digits))
                            .findFirst();
                    if (first.isPresent()) {
                        found = true;
                        firstFound = first.get().key();
                        recent.keep();
                    } else if (off.stream().anyMatch(each -> digits.hasLost(each.key()))) {
                        lost(planned.step());
                        return Optional.empty();
                    }
                }
            }
            return found ? Optional.of(recent.window()) : ofOutputs(run, replay, digits);
        }
    }

    /** Whether a tensor is neither what the mistakes that were found make of it nor what it should be. */
    private static boolean isWrong(TensorMatch match) {
        return !match.matches() && !match.isRight();
    }

    /** What does not match, and is not what the lanes of a comparison find to be rounding. */
    private List<TensorMatch> mismatches(List<TensorMatch> matches, StepTrace shown) {
        List<TensorMatch> off = matches.stream().filter(DiagnosisRun::isWrong).toList();
        if (off.isEmpty()) {
            return off;
        }
        boolean rounding = off.stream().anyMatch(this::isLarge) && isRounding(shown.step());
        boolean rounded = off.stream().anyMatch(each -> !isLarge(each)) && RecordedPrecision.areFew(shown);
        return off.stream().filter(each -> isLarge(each) ? !rounding : !rounded).toList();
    }

    /** Whether a mismatch is seen in the norm of its tensor; else it is one of elements that are small beside the others. */
    private boolean isLarge(TensorMatch off) {
        return !tolerances.isExact(off.residual());
    }

    /** Whether a mismatch is no more than what last digits of what is not shown make of it. */
    private boolean isOfLastDigits(TensorMatch off, NoiseReplay digits) {
        return digits.excuse(off) || excused && !isFinite(off);
    }

    private static boolean isFinite(TensorMatch match) {
        return match.shown().isFinite() && match.right().isFinite();
    }

    /** Whether what does not match in a step is no more than rounding; with mistakes in the replay, that is not known. */
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

    /** Whether something did not match, and from this step on nothing can be learned of it. */
    private boolean isChaotic(long step) {
        boolean chaotic = excused && accepted.isEmpty() && step >= rounding().ends();
        if (chaotic) {
            lost(step);
        }
        return chaotic;
    }

    private void lost(long step) {
        lost = true;
        notes.add("From step " + step + " on last digits decide where the training goes, so that of what is shown"
                + " nothing more can be learned; with "
                + (shownPlaces.contains(new Replay.Place(Quantity.WEIGHTS, 1)) ? "every tensor" : "the weights")
                + " of every step it could.");
    }

    /** Whether a step has numbers that are none; what has gone wrong before explains them, and nothing is learned of them. */
    private boolean overflows(StepTrace shown) {
        boolean overflows = shown.firstNotFinite().isPresent();
        if (overflows && firstOverflow != shown.step()) {
            firstOverflow = shown.step();
            notes.add("From step " + firstOverflow
                    + " on its numbers are no longer finite, and nothing more is learned of" + " them.");
        }
        return overflows;
    }

    /** The outputs are the last thing that can be wrong; they need no window. */
    private Optional<StepWindow> ofOutputs(SubjectRun run, Replay replay, NoiseReplay digits) {
        Optional<Matrix> outputs = run.outputs();
        if (outputs.isPresent() && !findings.haveOutputs()) {
            TrainedOutputs trained = new TrainedOutputs(experiment, tolerances);
            if (trained.areBeforeLastUpdate(outputs.get(), replay) && !notes.contains(TrainedOutputs.BEFORE)) {
                notes.add(TrainedOutputs.BEFORE);
            }
            trained.explain(outputs.get(), replay).ifPresent(finding -> {
                if (areOfLastDigits(outputs.get(), digits)) {
                    lost(experiment.steps());
                } else {
                    findings.add(finding);
                }
            });
        }
        return Optional.empty();
    }

    private boolean areOfLastDigits(Matrix outputs, NoiseReplay digits) {
        boolean drifted = excused && (!outputs.isFinite() || !rounding().isByStep()); // and so has what was replayed
        return drifted || digits.excuseOutputs(outputs);
    }

    /** The batch that the network has taken: the experiment's, but where it shows that it took other examples. */
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

    /** Whether with these examples less of a step does not match: rows may also be reversed in one tensor alone. */
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

    /** Whether all that is wrong, where only weights are shown, is that other examples are taken. */
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
                .filter(each -> each.key().compareTo(firstFound) >= 0) // what comes before it is rounding
                .filter(DiagnosisRun::isWrong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the window matches"));
        Set<Mistake> known = accepted.stream().map(Hypothesis::mistake).collect(Collectors.toSet());
        boolean pairsToo = evidence != Evidence.WEIGHTS || aside.isEmpty(); // hidden, they are many, and costly in vain
        List<Hypothesis> candidates = variants.behind(first.key(), shownPlaces, known).stream()
                .filter(hypothesis -> !accepted.contains(hypothesis)) // it is in the replay, and this is left
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
                    public ReplayResult wholly(List<Hypothesis> hypotheses) {
                        return replayed(window, hypotheses, base::criterion);
                    }

                    @Override
                    public ReplayResult upToTheFirst(List<Hypothesis> hypotheses) {
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
            aside.add(first.place());
        }
        test.findings(shownPlaces).forEach(findings::add);
    }

    private ReplayResult replayed(StepWindow window, List<Hypothesis> more, Function<Key, Replay.Criterion> criterion) {
        List<Hypothesis> all = new ArrayList<>(accepted);
        all.addAll(more);
        return ReplayResult.of(window, experiment, all, aside, tolerances, criterion);
    }
}
