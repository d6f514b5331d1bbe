package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A network whose tensors are translated to this project's notation, whatever conventions it uses. */
public final class CanonicalSubject implements Subject {
    private static final Predicate<Key> EVERYTHING = key -> true;

    private final Subject subject;
    private final Experiment given;
    private final ConventionSearch search;
    private final List<Set<Convention>> choices;
    private final Set<Convention> conventions; // the first of them
    private final Experiment experiment;
    private final Predicate<Key> included;
    private final Set<Quantity> rounded; // quantities that decoding rounds

    private CanonicalSubject(
            Subject subject,
            Experiment given,
            Experiment experiment,
            ConventionSearch search,
            List<Set<Convention>> choices,
            Predicate<Key> included) {
        this.subject = subject;
        this.given = given;
        this.experiment = experiment;
        this.search = search;
        this.choices = choices;
        this.conventions = choices.get(0);
        this.included = included;
        this.rounded = conventions.stream()
                .flatMap(convention -> convention.family().rounded().stream())
                .filter(quantity -> included.test(new Key(0, quantity, 1)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Quantity.class)));
    }

    /**
     * Finds a network's conventions.
     *
     * @throws dev.plumbline.trace.SubjectFailedException if two tensors are recorded under each other's name
     */
    public static CanonicalSubject of(Subject subject, Experiment experiment) {
        ConventionSearch search = new ConventionSearch(subject, experiment, List.of());
        List<Set<Convention>> proposed = search.find();
        AliasMatcher.require(subject, experiment, search.mismatches(proposed.get(0)));
        return read(subject, experiment, search, proposed, EVERYTHING);
    }

    /** The network in this project's notation, without a search for its conventions. */
    public static CanonicalSubject asRecorded(Subject subject, Experiment experiment) {
        ConventionSearch search = new ConventionSearch(subject, experiment, List.of());
        return read(subject, experiment, search, List.of(EnumSet.noneOf(Convention.class)), EVERYTHING);
    }

    private static CanonicalSubject read(
            Subject subject,
            Experiment experiment,
            ConventionSearch search,
            List<Set<Convention>> proposed,
            Predicate<Key> included) {
        Set<Convention> best = proposed.get(0);
        return new CanonicalSubject(
                subject, experiment, started(subject, experiment, best), search, proposed, included);
    }

    /** The network in each choice of conventions that may be the right one, if mistakes hide it; the likeliest first. */
    public List<CanonicalSubject> readings() {
        return choices.stream().map(this::in).toList();
    }

    private CanonicalSubject in(Set<Convention> choice) {
        return read(subject, given, search, List.of(choice), included);
    }

    /** The network with one more convention each, of those that only steps from this one on show. */
    public List<CanonicalSubject> withLaterConvention(long step) {
        return step < search.steps()
                ? List.of()
                : search.unseenBeside(conventions).stream().map(this::in).toList();
    }

    /** The network in the conventions that it has if it makes these mistakes. */
    public CanonicalSubject withMistakes(List<Hypothesis> mistakes) {
        ConventionSearch anew = new ConventionSearch(subject, given, mistakes);
        return read(subject, given, anew, anew.find(), included);
    }

    /** The same network, as if it recorded only these tensors; its conventions are found anew. */
    public CanonicalSubject onlyWith(Predicate<Key> some) {
        Subject less = asRecorded(subject, given).restrictedTo(some);
        ConventionSearch anew = new ConventionSearch(less, given, List.of());
        return read(less, given, anew, anew.find(), EVERYTHING);
    }

    /** The conventions that differ from this project's, in the order of a step. */
    public List<Convention> conventions() {
        return List.copyOf(conventions);
    }

    /** Whether a quantity is computed from values that decoding rounds, because they are recorded in another form. */
    public boolean isRounded(Quantity quantity) {
        return rounded.stream().anyMatch(preceding -> preceding.compareTo(quantity) <= 0);
    }

    /** The layers, counted from 1, whose recorded inputs have the column of ones of the bias. */
    public Set<Integer> layersWithOnes() {
        boolean inWeights = conventions.contains(Convention.BIAS_AS_LAST_INPUT)
                || conventions.contains(Convention.BIAS_AS_FIRST_INPUT);
        if (!inWeights) {
            return Set.of();
        }
        boolean columns = conventions.contains(Convention.EXAMPLES_IN_COLUMNS);
        try (SubjectRun run = subject.start(given)) {
            Optional<StepTrace> first = run.step(given.batches().iterator().next());
            return IntStream.range(2, given.spec().layers().size() + 1)
                    .filter(l -> first.flatMap(step -> step.get(Quantity.ACTIVATION, l - 1))
                            .map(a -> columns ? a.rows() : a.columns())
                            .filter(units -> units == given.spec().inputsOf(l - 1) + 1)
                            .isPresent())
                    .boxed()
                    .collect(Collectors.toSet());
        }
    }

    /** The experiment to compare with: the given one, or the same one from the network's own initial weights. */
    public Experiment experiment() {
        return experiment;
    }

    private static Experiment started(Subject subject, Experiment given, Set<Convention> conventions) {
        if (!conventions.contains(Convention.OWN_START)) {
            return given;
        }
        try (SubjectRun run = subject.start(given);
                CanonicalReader reader = new CanonicalReader(given, conventions, Optional.empty())) {
            return run.ownInitialWeights()
                    .map(reader::shaped)
                    .filter(weights -> InitialWeightCandidates.fits(weights, given))
                    .map(given::startingFrom)
                    .orElse(given);
        }
    }

    /** A copy of which only these tensors are compared. */
    public CanonicalSubject restrictedTo(Predicate<Key> some) {
        return new CanonicalSubject(subject, given, experiment, search, choices, some);
    }

    @Override
    public String name() {
        return subject.name();
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return new Run(subject.start(given), experiment); // does not run a command again
    }

    private final class Run implements SubjectRun {
        private final SubjectRun source;
        private final Experiment experiment;
        private final CanonicalReader reader;
        private final Iterator<Batch> ahead;
        private @Nullable StepTrace next; // the next recorded step, if weights are recorded before the update

        private Run(SubjectRun source, Experiment experiment) {
            this.source = source;
            this.experiment = experiment;
            CanonicalReader shapes = new CanonicalReader(experiment, conventions, Optional.empty());
            Optional<List<LayerWeights>> start = source.ownInitialWeights()
                    .map(shapes::shaped)
                    .filter(weights -> InitialWeightCandidates.fits(weights, experiment));
            this.reader = start.isPresent() ? new CanonicalReader(experiment, conventions, start) : shapes;
            this.ahead = experiment.batches().iterator();
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            if (conventions.isEmpty() && included.equals(EVERYTHING)) {
                return source.step(batch);
            }
            return recorded(batch).map(recorded -> reader.read(batch, recorded).only(included));
        }

        private Optional<StepTrace> recorded(Batch batch) {
            if (!conventions.contains(Convention.WEIGHTS_BEFORE_UPDATE)) {
                return source.step(batch);
            }
            if (batch.step() == 0) {
                next = source.step(ahead.next()).orElse(null);
            }
            StepTrace now = next;
            if (now == null) {
                return Optional.empty();
            }
            next = ahead.hasNext() ? source.step(ahead.next()).orElse(null) : null;
            return Optional.of(CanonicalReader.withWeightsOf(now, next));
        }

        @Override
        public Optional<Matrix> outputs() {
            return source.outputs().map(reader::outputs);
        }

        @Override
        public Optional<List<LayerWeights>> ownInitialWeights() {
            return source.ownInitialWeights()
                    .map(reader::shaped)
                    .filter(weights -> !weights.equals(experiment.initialWeights()));
        }

        @Override
        public List<String> notes() {
            return source.notes();
        }

        @Override
        public void close() {
            reader.close();
            source.close();
        }
    }
}
