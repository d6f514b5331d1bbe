package dev.plumbline.diagnose;

import dev.plumbline.diagnose.Convention.Family;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the conventions in which a network writes and records what it has: shapes first, then signs, factors and what a
 * tensor holds besides, all together.
 *
 * <p>Conventions are taken for conventions only if with them some tensors match that did not, and none fails to match that
 * did: a mistake moves a mismatch to another place, a convention makes it go. Of those with which the fewest are left, the
 * fewest conventions are taken.
 */
final class ConventionSearch {
    /** So many steps are looked at; constants that are alike in the first one differ in the next. */
    private static final int STEPS = 4;

    /** In numbers; of large networks, fewer steps are looked at. */
    private static final long LARGE = 1_000_000;

    /** So many readings are followed from one family to the next, those that leave the least. */
    private static final int MOST = 12;

    /** So many ways to read the shapes are followed. */
    private static final int MOST_SHAPES = 3;

    /** Families whose conventions change the same tensors, and are found together. */
    private static final List<Set<Family>> GROUPS = List.of(
            EnumSet.of(Family.PRE_ACTIVATION),
            EnumSet.of(Family.ACTIVATION),
            EnumSet.of(Family.DELTA_SIGN, Family.DELTA_MEAN, Family.DELTA_RATE),
            EnumSet.of(Family.GRADIENT_SIGN, Family.GRADIENT_MEAN, Family.GRADIENT_RATE, Family.GRADIENT_CONTENT),
            EnumSet.of(Family.UPDATE_SIGN, Family.UPDATE_CONTENT, Family.UPDATE_RATE));

    private static final Set<Family> SHAPES = EnumSet.of(Family.EXAMPLES, Family.LAYOUT, Family.BIAS);

    private static final Set<Family> FORWARD = EnumSet.of(Family.PRE_ACTIVATION, Family.ACTIVATION);

    private static final Set<Convention> SIGNS =
            EnumSet.of(Convention.TARGET_MINUS_OUTPUT, Convention.GRADIENT_TURNED, Convention.UPDATE_ADDED);

    private final Experiment experiment;
    private final DiagnosisTolerances exact;
    private final List<Batch> batches = new ArrayList<>();
    private final List<StepTrace> recorded = new ArrayList<>(); // one more than is looked at, where there is one
    private final Optional<List<LayerWeights>> start; // as it is recorded
    private final Optional<Matrix> outputs; // where nothing else is recorded
    private final Map<Set<Convention>, Reading> readings = new HashMap<>();

    ConventionSearch(Subject subject, Experiment experiment) {
        this.experiment = experiment;
        this.exact = DiagnosisTolerances.of(experiment);
        long most = experiment.numbersOfStep() > LARGE ? 2 : STEPS;
        try (SubjectRun run = subject.start(experiment)) {
            start = run.ownInitialWeights();
            for (Batch batch : experiment.batches()) {
                Optional<StepTrace> step = recorded.size() > most ? Optional.empty() : run.step(batch);
                boolean onlyOutputs = step.isPresent() && step.get().size() == 0;
                if (onlyOutputs) {
                    continue; // to the end, where they are
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

    /**
     * What is left if the network is read so.
     *
     * @param conventions in which it is read
     * @param mismatches what does not match
     */
    private record Reading(Set<Convention> conventions, Set<Replay.Place> mismatches) {
        private static final Comparator<Reading> LEAST_LEFT = Comparator.comparing(
                        (Reading reading) -> reading.mismatches().size())
                .thenComparing(reading -> reading.conventions().size());

        long left(Set<Quantity> quantities) {
            return mismatches.stream()
                    .filter(place -> quantities.contains(place.quantity()))
                    .count();
        }
    }

    Set<Convention> find() {
        Set<Convention> none = EnumSet.noneOf(Convention.class);
        if (recorded.isEmpty()) {
            return start.isEmpty() ? none : withStart(ofStart());
        }
        if (reading(none).mismatches().isEmpty()) {
            return withStart(none);
        }
        List<Reading> shapes = shapes();
        Reading best = shapes.stream().min(Reading.LEAST_LEFT).orElseThrow();
        for (Reading shape : shapes) {
            Reading found = bySteps(shape);
            if (Reading.LEAST_LEFT.compare(found, best) < 0) {
                best = found;
            }
        }
        return withStart(best.conventions());
    }

    /** What does not match in the first steps if the network is read in these conventions. */
    Set<Replay.Place> mismatches(Set<Convention> conventions) {
        return recorded.isEmpty() ? Set.of() : reading(conventions).mismatches();
    }

    /**
     * Whether it starts from weights of its own. One of whose W is the given one, or all but it, or the given one read otherwise,
     * has meant to take those.
     */
    private Set<Convention> withStart(Set<Convention> conventions) {
        boolean own = start.map(weights -> shaped(weights, conventions))
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment))
                .filter(weights -> InitialWeightCandidates.isOwn(weights, experiment))
                .isPresent();
        return own ? with(conventions, Set.of(Convention.OWN_START)) : conventions;
    }

    /**
     * The ways to read the shapes with which as many tensors as possible have the right one; the best first. Where units, batches
     * and layers have the same size, only the forward pass tells, and that may be recorded in a convention too.
     */
    private List<Reading> shapes() {
        List<Set<Convention>> all = products(SHAPES);
        int fewest = all.stream().mapToInt(this::wrongShapes).min().orElseThrow();
        return all.stream()
                .filter(each -> wrongShapes(each) == fewest)
                .map(this::reading)
                .sorted(Comparator.comparing(this::leastLeft).thenComparing(Reading.LEAST_LEFT))
                .limit(MOST_SHAPES)
                .toList();
    }

    /** How much does not match in the convention of the forward pass that fits best. */
    private int leastLeft(Reading shape) {
        return withTime(shape).stream()
                .flatMap(timed -> products(FORWARD).stream().map(some -> reading(with(timed.conventions(), some))))
                .mapToInt(reading -> reading.mismatches().size())
                .min()
                .orElseThrow();
    }

    /** Where only outputs are shown, and weights from which it has started: the layout from which these outputs come. */
    private Set<Convention> ofStart() {
        List<Set<Convention>> fitting = products(EnumSet.of(Family.LAYOUT, Family.BIAS)).stream()
                .filter(this::startFits)
                .toList();
        return fitting.stream()
                .min(Comparator.comparing(each -> fitting.size() == 1 ? 0 : distance(each)))
                .orElse(EnumSet.noneOf(Convention.class));
    }

    /** How far the outputs are from those of a training from there. */
    private double distance(Set<Convention> conventions) {
        if (outputs.isEmpty()) {
            return 0;
        }
        Experiment started = experiment.startingFrom(shaped(start.orElseThrow(), conventions));
        try (CanonicalReader reader = new CanonicalReader(started, conventions, Optional.empty());
                Replay replay = new Replay(started, List.of(), Set.of(), exact)) {
            started.batches().forEach(replay::step);
            Matrix right = replay.outputs(started);
            Matrix own = reader.outputs(outputs.get());
            return own.hasShapeOf(right) ? own.normOfDifference(right) : Double.POSITIVE_INFINITY;
        }
    }

    private boolean startFits(Set<Convention> conventions) {
        return start.map(weights -> InitialWeightCandidates.fits(shaped(weights, conventions), experiment))
                .orElse(true);
    }

    private int wrongShapes(Set<Convention> conventions) {
        int wrong = startFits(conventions) ? 0 : 1;
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty());
                Replay replay = new Replay(experiment, List.of(), Set.of(), exact)) {
            StepTrace right = replay.tensorsOf(batches.get(0));
            StepTrace shaped = reader.shaped(recorded.get(0));
            for (Key key : shaped.keys()) {
                Matrix tensor = shaped.get(key).orElseThrow();
                wrong += right.get(key).map(tensor::hasShapeOf).orElse(false) ? 0 : 1;
            }
        }
        return wrong;
    }

    /** From the first tensors of a step to the last, what makes them match. */
    private Reading bySteps(Reading shape) {
        List<Reading> followed = withTime(shape);
        for (Set<Family> group : GROUPS) {
            Set<Reading> next = new LinkedHashSet<>(followed);
            for (Reading reading : followed) {
                next.addAll(better(reading, group));
            }
            followed = next.stream().sorted(Reading.LEAST_LEFT).limit(MOST).toList();
        }
        Set<Reading> all = new LinkedHashSet<>(followed);
        if (followed.stream().noneMatch(reading -> reading.mismatches().isEmpty())) {
            followed.forEach(reading -> all.addAll(turned(reading)));
        }
        return all.stream()
                .filter(reading -> shape.mismatches().containsAll(reading.mismatches())
                        && reading.mismatches().size() < shape.mismatches().size())
                .min(Reading.LEAST_LEFT)
                .orElse(shape);
    }

    private List<Reading> withTime(Reading shape) {
        return beginsWithStart(shape.conventions())
                ? List.of(reading(with(shape.conventions(), Set.of(Convention.WEIGHTS_BEFORE_UPDATE))), shape)
                : List.of(shape);
    }

    /** Whether the weights that are recorded with the first step are those from which it was taken. */
    private boolean beginsWithStart(Set<Convention> conventions) {
        List<LayerWeights> from = start.map(weights -> shaped(weights, conventions))
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment))
                .orElse(experiment.initialWeights());
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty())) {
            StepTrace first = reader.shaped(recorded.get(0));
            return IntStream.rangeClosed(1, from.size())
                    .anyMatch(l -> first.get(Quantity.WEIGHTS, l)
                            .filter(from.get(l - 1).weights()::equals)
                            .isPresent());
        }
    }

    /** Where tensors of a group do not match, the conventions with which more of them do. */
    private List<Reading> better(Reading reading, Set<Family> group) {
        Set<Quantity> quantities = quantities(group);
        long left = reading.left(quantities);
        if (left == 0) {
            return List.of();
        }
        return products(group).stream()
                .filter(some -> !some.isEmpty())
                // An update that is recorded as a gradient is not changed as a gradient may be.
                .filter(some -> some.size() == 1 || !some.contains(Convention.UPDATE_FOR_GRADIENT))
                .map(some -> reading(with(reading.conventions(), some)))
                .filter(each -> each.left(quantities) < left)
                .sorted(Comparator.comparing((Reading each) -> each.left(quantities))
                        .thenComparing(Reading.LEAST_LEFT))
                .limit(3)
                .toList();
    }

    private static Set<Quantity> quantities(Set<Family> group) {
        return switch (group.iterator().next()) {
            case PRE_ACTIVATION -> EnumSet.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION);
            case ACTIVATION -> EnumSet.of(Quantity.ACTIVATION, Quantity.PRE_ACTIVATION);
            case DELTA_SIGN -> EnumSet.of(Quantity.DELTA);
            case GRADIENT_SIGN -> EnumSet.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
            default -> EnumSet.of(Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE, Quantity.WEIGHTS, Quantity.BIAS);
        };
    }

    /** Every combination of signs: a mistake in the first delta hides which it has. */
    private List<Reading> turned(Reading reading) {
        Set<Convention> others = EnumSet.noneOf(Convention.class);
        others.addAll(reading.conventions());
        others.removeAll(SIGNS);
        boolean opposed = isOpposed(others);
        return products(EnumSet.of(Family.DELTA_SIGN, Family.GRADIENT_SIGN, Family.UPDATE_SIGN)).stream()
                .filter(signs -> opposed || !signs.contains(Convention.TARGET_MINUS_OUTPUT))
                .map(signs -> reading(with(others, signs)))
                .toList();
    }

    /** Whether the last delta, wrong as it is, points rather the other way than the right one; or is not shown. */
    private boolean isOpposed(Set<Convention> conventions) {
        int last = experiment.spec().layers().size();
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty());
                Replay replay = new Replay(experiment, List.of(), Set.of(), exact)) {
            StepTrace shown = reader.read(batches.get(0), recorded.get(0));
            return replay.step(batches.get(0), shown).stream()
                    .filter(match -> match.key().quantity() == Quantity.DELTA
                            && match.key().layer() == last
                            && match.shown().hasShapeOf(match.right()))
                    .allMatch(match -> match.shown().times(match.right()).sum() < 0);
        }
    }

    private static Set<Convention> with(Collection<Convention> some, Collection<Convention> others) {
        Set<Convention> all = EnumSet.noneOf(Convention.class);
        all.addAll(some);
        all.addAll(others);
        return all;
    }

    /** Every choice of at most one convention of each family; the smallest first. */
    private static List<Set<Convention>> products(Set<Family> families) {
        List<Set<Convention>> products = new ArrayList<>(List.of(EnumSet.noneOf(Convention.class)));
        for (Family family : families) {
            for (Set<Convention> product : List.copyOf(products)) {
                Arrays.stream(Convention.values())
                        .filter(convention -> convention.family() == family)
                        .forEach(convention -> products.add(with(product, Set.of(convention))));
            }
        }
        products.sort(Comparator.comparing(Set::size));
        return products;
    }

    private Reading reading(Set<Convention> conventions) {
        return readings.computeIfAbsent(conventions, each -> new Reading(each, replayed(each)));
    }

    private Set<Replay.Place> replayed(Set<Convention> conventions) {
        Set<Replay.Place> found = new HashSet<>();
        Optional<List<LayerWeights>> own = start.map(weights -> shaped(weights, conventions))
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment));
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, own);
                Replay replay = new Replay(experiment, List.of(), Set.of(), exact)) {
            own.ifPresent(weights -> replay.restore(replay.state().with(weights)));
            for (int i = 0; i < batches.size(); i++) {
                StepTrace step = recorded.get(i);
                if (conventions.contains(Convention.WEIGHTS_BEFORE_UPDATE)) {
                    step = CanonicalReader.withWeightsOf(step, i + 1 < recorded.size() ? recorded.get(i + 1) : null);
                }
                StepTrace shown = reader.read(batches.get(i), step);
                // One that calculates in 32 bits by mistake may have conventions all the same.
                boolean f32 = DiagnosisTolerances.isF32(shown);
                replay.step(batches.get(i), shown).stream()
                        .filter(each -> !each.matches())
                        .filter(each -> !f32 || each.residual() > DiagnosisTolerances.exact(Precision.F32))
                        .map(TensorMatch::place)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private List<LayerWeights> shaped(List<LayerWeights> weights, Set<Convention> conventions) {
        try (CanonicalReader reader = new CanonicalReader(experiment, conventions, Optional.empty())) {
            return reader.shaped(weights);
        }
    }
}
