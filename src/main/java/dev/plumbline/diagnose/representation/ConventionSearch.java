package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Convention.Family;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMatch;
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
 * Finds the conventions in which a network records its tensors: shapes first, then signs, factors and contents
 * together.
 *
 * <p>Conventions are accepted only if they make some mismatched tensors match, and no matching tensor mismatch: a
 * mistake moves a mismatch to another place, a convention removes it. Among the sets with the fewest remaining
 * mismatches, the set with the fewest conventions wins.
 */
final class ConventionSearch {
    /** The number of steps to examine; constants that coincide in the first step differ in the next. */
    private static final int STEPS = 4;

    /** Networks with more numbers per step are examined for fewer steps. */
    private static final long LARGE = 1_000_000;

    /** The number of readings that are kept from one family to the next: those with the fewest mismatches. */
    private static final int MOST = 12;

    /** The number of shape readings that are kept. */
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
    private final List<StepTrace> recorded = new ArrayList<>(); // one more than is examined, if there is one
    private final Optional<List<LayerWeights>> start; // as recorded
    private final Optional<Matrix> outputs; // if nothing else is recorded
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

    /**
     * The mismatches of one reading of the network.
     *
     * @param conventions the conventions of this reading
     * @param mismatches the tensors that do not match
     */
    private record Reading(Set<Convention> conventions, Set<Replay.Place> mismatches) {
        private static final Comparator<Reading> FEWEST_MISMATCHES = Comparator.comparing(
                        (Reading reading) -> reading.mismatches().size())
                .thenComparing(reading -> reading.conventions().size());

        long mismatchesOf(Set<Quantity> quantities) {
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
        Reading best = shapes.stream().min(Reading.FEWEST_MISMATCHES).orElseThrow();
        for (Reading shape : shapes) {
            Reading found = bySteps(shape);
            if (Reading.FEWEST_MISMATCHES.compare(found, best) < 0) {
                best = found;
            }
        }
        return withStart(best.conventions());
    }

    /** The mismatches in the first steps when the network is read in these conventions. */
    Set<Replay.Place> mismatches(Set<Convention> conventions) {
        return recorded.isEmpty() ? Set.of() : reading(conventions).mismatches();
    }

    /**
     * Adds OWN_START if the network starts from its own weights. A network in which one W equals the given one, is
     * close to it, or has it in another layout was meant to start from the given weights.
     */
    private Set<Convention> withStart(Set<Convention> conventions) {
        boolean own = start.map(weights -> shaped(weights, conventions))
                .filter(weights -> InitialWeightCandidates.fits(weights, experiment))
                .filter(weights -> InitialWeightCandidates.isOwn(weights, experiment))
                .isPresent();
        return own ? with(conventions, Set.of(Convention.OWN_START)) : conventions;
    }

    /**
     * The readings with the fewest wrong shapes; the best first. If units, batches and layers have the same size, only
     * the forward pass decides, which may itself be recorded in a convention.
     */
    private List<Reading> shapes() {
        List<Set<Convention>> all = products(SHAPES);
        int fewest = all.stream().mapToInt(this::wrongShapes).min().orElseThrow();
        return all.stream()
                .filter(each -> wrongShapes(each) == fewest)
                .map(this::reading)
                .sorted(Comparator.comparing(this::fewestMismatches).thenComparing(Reading.FEWEST_MISMATCHES))
                .limit(MOST_SHAPES)
                .toList();
    }

    /** The number of mismatches in the best convention of the forward pass. */
    private int fewestMismatches(Reading shape) {
        return withTime(shape).stream()
                .flatMap(timed -> products(FORWARD).stream().map(some -> reading(with(timed.conventions(), some))))
                .mapToInt(reading -> reading.mismatches().size())
                .min()
                .orElseThrow();
    }

    /**
     * The layout of the initial weights, if only these and the outputs are recorded: the layout that reproduces the
     * outputs.
     */
    private Set<Convention> ofStart() {
        List<Set<Convention>> fitting = products(EnumSet.of(Family.LAYOUT, Family.BIAS)).stream()
                .filter(this::startFits)
                .toList();
        return fitting.stream()
                .min(Comparator.comparing(each -> fitting.size() == 1 ? 0 : distance(each)))
                .orElse(EnumSet.noneOf(Convention.class));
    }

    /** The distance of the outputs from those of a training from the initial weights in this layout. */
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

    /** Adds conventions in the order of a step. */
    private Reading bySteps(Reading shape) {
        List<Reading> followed = withTime(shape);
        for (Set<Family> group : GROUPS) {
            Set<Reading> next = new LinkedHashSet<>(followed);
            for (Reading reading : followed) {
                next.addAll(better(reading, group));
            }
            followed =
                    next.stream().sorted(Reading.FEWEST_MISMATCHES).limit(MOST).toList();
        }
        Set<Reading> all = new LinkedHashSet<>(followed);
        if (followed.stream().noneMatch(reading -> reading.mismatches().isEmpty())) {
            followed.forEach(reading -> all.addAll(withSigns(reading)));
        }
        return all.stream()
                .filter(reading -> shape.mismatches().containsAll(reading.mismatches())
                        && reading.mismatches().size() < shape.mismatches().size())
                .min(Reading.FEWEST_MISMATCHES)
                .orElse(shape);
    }

    private List<Reading> withTime(Reading shape) {
        return beginsWithStart(shape.conventions())
                ? List.of(reading(with(shape.conventions(), Set.of(Convention.WEIGHTS_BEFORE_UPDATE))), shape)
                : List.of(shape);
    }

    /** Whether the weights of the first step are recorded before its update. */
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

    /** The readings with conventions of a group that reduce its mismatches. */
    private List<Reading> better(Reading reading, Set<Family> group) {
        Set<Quantity> quantities = quantities(group);
        long mismatches = reading.mismatchesOf(quantities);
        if (mismatches == 0) {
            return List.of();
        }
        return products(group).stream()
                .filter(some -> !some.isEmpty())
                // An update that is recorded as a gradient has no other convention of gradients.
                .filter(some -> some.size() == 1 || !some.contains(Convention.UPDATE_FOR_GRADIENT))
                .map(some -> reading(with(reading.conventions(), some)))
                .filter(each -> each.mismatchesOf(quantities) < mismatches)
                .sorted(Comparator.comparing((Reading each) -> each.mismatchesOf(quantities))
                        .thenComparing(Reading.FEWEST_MISMATCHES))
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

    /** Every combination of signs, because a mistake in the first delta hides its sign. */
    private List<Reading> withSigns(Reading reading) {
        Set<Convention> others = EnumSet.noneOf(Convention.class);
        others.addAll(reading.conventions());
        others.removeAll(SIGNS);
        boolean opposed = isOpposed(others);
        return products(EnumSet.of(Family.DELTA_SIGN, Family.GRADIENT_SIGN, Family.UPDATE_SIGN)).stream()
                .filter(signs -> opposed || !signs.contains(Convention.TARGET_MINUS_OUTPUT))
                .map(signs -> reading(with(others, signs)))
                .toList();
    }

    /**
     * Whether the last delta, although wrong, points in the opposite direction of the correct one, or is not recorded.
     */
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

    /** Every choice of at most one convention per family; the smallest first. */
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
                // A network that computes in 32 bits by mistake may still have conventions.
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
