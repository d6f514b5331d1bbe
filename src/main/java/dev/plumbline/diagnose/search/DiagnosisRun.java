package dev.plumbline.diagnose.search;

import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.correction.CorrectedLines;
import dev.plumbline.diagnose.correction.ElementOperands;
import dev.plumbline.diagnose.correction.WrittenNotation;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.Operand;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.scaffold.Notation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One run of a diagnosis. */
public final class DiagnosisRun {
    private static final int MOST_FINDINGS = 12;

    /** The maximum number of mismatches to explain; some findings may repeat at another place. */
    private static final int MOST_ROUNDS = 3 * MOST_FINDINGS;

    /** What an update lacks that a gradient can have in it. */
    private static final Set<Mistake> OF_GRADIENTS = EnumSet.of(Mistake.L2_MISSING, Mistake.NORMALIZATION_FORGOTTEN);

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final CanonicalSubject subject;
    private final DiagnosisState state;
    private final BatchMatcher examples;
    private final Set<Hypothesis> refuted = new HashSet<>(); // accepted, and contradicted by later steps
    private final Variants variants;
    private final SearchBudget budget;
    private final MismatchSearch search;
    private boolean isFinished = true; // no mismatch remains beside those that are found

    public DiagnosisRun(CanonicalSubject subject) {
        this(subject, new SearchBudget(subject.experiment()));
    }

    /** A run with a given budget. */
    public DiagnosisRun(CanonicalSubject subject, SearchBudget budget) {
        this.experiment = subject.experiment();
        this.spec = experiment.spec();
        this.subject = subject;
        this.state = new DiagnosisState(subject);
        this.examples = new BatchMatcher(state, budget);
        this.variants = new Variants(experiment);
        this.budget = budget;
        this.search = new MismatchSearch(state, examples);
    }

    /** The diagnosis, with the mistakes that were accepted. */
    public Diagnosed diagnosed() {
        Diagnosis diagnosis = run();
        return new Diagnosed(
                subject, diagnosis, state.accepted, budget.givenUp().isEmpty(), isFinished);
    }

    /** Whether anything is wrong, without the reason. */
    public boolean isDifferent() {
        return search.next().isPresent()
                || state.findings.size() > 0
                || search.tensors() == 0 && new OutputsOnly(experiment, subject, state.tolerances).isDifferent();
    }

    Diagnosis run() {
        new InitialChecks(state, variants, budget).examine();
        long outputs = 0;
        Coverage coverage = Coverage.NONE;
        if (state.shownPlaces.isEmpty()) {
            OutputsOnly only = new OutputsOnly(experiment, subject, state.tolerances);
            only.explain().ifPresent(state.findings::add);
            outputs = only.isShown() ? 1 : 0;
            state.notes.addAll(only.notes());
            coverage = only.coverage();
        } else {
            Optional<StepWindow> window = search.next();
            for (int round = 0;
                    window.isPresent() && state.findings.size() < MOST_FINDINGS && round < MOST_ROUNDS;
                    round++) {
                explain(window.get());
                window = search.next();
            }
            isFinished = window.isEmpty();
            if (!isFinished) {
                state.notes.add("There are more mismatches than those listed; the search stopped after the maximum.");
            }
        }
        if (!state.findings.areExplained()) {
            state.notes.addAll(budget.givenUp());
        }
        List<Convention> conventions = new ArrayList<>(subject.conventions());
        if (examples.areOnlyReordered()) {
            state.notes.add("It takes the examples of a batch in another order, which is equivalent.");
        }
        Notation notation = WrittenNotation.of(
                spec,
                conventions,
                subject.layersWithOnes(),
                state.shownPlaces.contains(new Place(Quantity.WEIGHT_UPDATE, 1)));
        CorrectedLines lines = new CorrectedLines(spec, notation);
        List<Finding> findings =
                state.findings.inOrder().stream().map(lines::in).toList();
        return new Diagnosis(
                spec,
                state.evidence,
                state.shownPlaces,
                conventions,
                findings,
                List.of(),
                experiment.steps(),
                search.steps(),
                search.tensors() + outputs,
                state.shownPlaces.isEmpty() || search.isWhole(),
                coverage,
                false,
                state.notes);
    }

    /** Compares all steps, with no mistake accepted and no place excluded. */
    public void compare(StepObserver observer) {
        new InitialChecks(state, variants, budget).examine();
        if (state.shownPlaces.isEmpty()) {
            return;
        }
        ComparisonReporter reporter = new ComparisonReporter(state.tolerances, observer);
        if (state.ownStart != null) {
            reporter.start(state.ownStart, experiment.initialWeights());
        }
        try (SubjectRun run = subject.start(experiment);
                Replay replay = state.newReplay()) {
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> recorded = run.step(planned);
                if (recorded.isEmpty()) {
                    break;
                }
                List<TensorMismatches> matches =
                        replay.step(examples.batchOf(planned, recorded.get(), replay.state()), recorded.get());
                reporter.step(recorded.get(), matches, replay.right());
            }
        }
    }

    private void explain(StepWindow window) {
        ReplayResult base = replayed(window, List.of(), state::criterion);
        TensorMismatches first = base.mismatches().stream()
                .filter(match -> match.key().compareTo(search.firstFound()) >= 0) // mismatches before it are rounding
                .filter(DiagnosisState::isWrong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the window has no mismatch"));
        Set<Mistake> earlier = state.accepted.stream().map(Hypothesis::mistake).collect(Collectors.toSet());
        boolean pairsToo = state.evidence != Evidence.WEIGHTS || state.excluded.isEmpty(); // pairs are too many then
        List<Hypothesis> candidates = variants.candidatesFor(first.key(), state.shownPlaces, earlier).stream()
                .filter(hypothesis ->
                        !state.accepted.contains(hypothesis)) // accepted hypotheses are already in the replay
                .filter(hypothesis -> !refuted.contains(hypothesis))
                .toList();
        HypothesisEvaluation test = new HypothesisEvaluation(
                new HypothesisEvaluation.Search(spec, variants.everything(), budget, state.tolerances),
                new HypothesisEvaluation.Mismatch(base, first, earlier),
                candidates,
                pairsToo,
                new HypothesisEvaluation.Replayed() {
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
        if (!test.isExplained() && examples.areOtherExamplesTaken(window)) {
            return;
        }
        if (!test.isExplained() && withdraws(base, first) || test.isFactor() && withdrawsForFactor(first)) {
            return;
        }
        if (test.isExplained()) {
            state.accepted.addAll(test.accepted());
            if (mayBeInGradient(first.key(), test.accepted())) {
                state.notes.add("The update of layer " + first.key().layer()
                        + " follows from its gradient alone. The gradient is wrong, and may have the rest in it.");
                return;
            }
        } else {
            state.excluded.add(first.place());
        }
        test.findings(state.shownPlaces).stream()
                .map(finding -> finding.explanations().isEmpty()
                        ? finding.withOperands(operands(window, first.key(), finding))
                        : finding)
                .forEach(state.findings::add);
    }

    /** What the element of a finding is computed from: recorded, or computed from what is recorded. */
    private List<Operand> operands(StepWindow window, Key key, Finding finding) {
        try (Replay replay = state.newReplay()) {
            replay.restore(window.start());
            StepWindow upTo = window.upTo(key.step());
            for (int i = 0; i + 1 < upTo.batches().size(); i++) {
                replay.step(upTo.batches().get(i), upTo.recorded().get(i));
            }
            int last = upTo.batches().size() - 1;
            TrainingState before = replay.state();
            Batch batch = upTo.batches().get(last);
            StepTrace recorded = upTo.recorded().get(last);
            replay.step(batch, recorded);
            return new ElementOperands(spec, batch, before, replay.usedTensors(), state.shownPlaces)
                    .of(key, finding.row(), finding.column());
        }
    }

    /**
     * Whether what an update lacks may be part of a gradient for which no mistake is known: then nothing is left out.
     */
    private boolean mayBeInGradient(Key wrong, List<Hypothesis> lacking) {
        Quantity gradient = wrong.quantity().isOfBias() ? Quantity.BIAS_GRADIENT : Quantity.WEIGHT_GRADIENT;
        return lacking.stream().allMatch(hypothesis -> OF_GRADIENTS.contains(hypothesis.mistake()))
                && IntStream.rangeClosed(1, spec.layers().size())
                        .filter(l -> lacking.stream()
                                .anyMatch(hypothesis -> hypothesis.changes(Quantity.WEIGHT_UPDATE, l, spec)))
                        .allMatch(l -> state.excluded.contains(new Place(gradient, l)));
    }

    /**
     * Withdraws the mistake that was accepted for a tensor if later steps contradict it, and these are more than those
     * that it explains; otherwise another mistake begins there. The search then continues without it.
     */
    private boolean withdraws(ReplayResult base, TensorMismatches later) {
        return state.findings
                .explaining(later.place())
                .filter(reason -> later.key().step() - reason.first().step() <= base.failuresAt(later.place()))
                .filter(this::withdraws)
                .isPresent();
    }

    /** Withdraws the mistake that was accepted for a tensor if one factor explains it there, and in later steps too. */
    private boolean withdrawsForFactor(TensorMismatches later) {
        return state.findings
                .explaining(later.place())
                .filter(reason -> reason.ratio().isPresent()
                        && later.ratio().filter(reason.ratio().get()::isTheSame).isPresent())
                .filter(this::withdraws)
                .isPresent();
    }

    private boolean withdraws(Finding reason) {
        List<Hypothesis> contradicted = state.accepted.stream()
                .filter(hypothesis -> reason.mistakes().contains(hypothesis.mistake()))
                .toList();
        state.accepted.removeAll(contradicted);
        boolean withdraws = refuted.addAll(contradicted);
        if (withdraws) {
            state.findings.remove(reason);
        }
        return withdraws;
    }

    private ReplayResult replayed(StepWindow window, List<Hypothesis> more, Function<Key, Replay.Criterion> criterion) {
        List<Hypothesis> hypotheses = new ArrayList<>(state.accepted);
        hypotheses.addAll(more);
        return ReplayResult.of(window, experiment, hypotheses, state.excluded, state.tolerances, criterion);
    }
}
