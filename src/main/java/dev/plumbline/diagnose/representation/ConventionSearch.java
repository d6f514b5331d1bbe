package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Convention.Family;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the conventions in which a network may record its tensors: shapes first, then signs, factors and contents
 * together.
 *
 * <p>The tensors of a step are read in the order of the step, each computed from those before it. That shows every
 * convention up to the first mistake. They are also read in the opposite order: in which convention a gradient is
 * recorded shows in the update that is computed from it, whatever mistake is in the gradient. That shows every
 * convention from the last mistake on. Which of the readings is the right one is decided by what their mismatches need:
 * none, or one known mistake.
 */
final class ConventionSearch {
    /** The number of readings that are kept from one family to the next: those with the fewest mismatches. */
    private static final int MOST = 12;

    /** The number of readings that are kept in the opposite order. */
    private static final int MOST_BACKWARD = 6;

    /** The number of shape readings that are kept. */
    private static final int MOST_SHAPES = 3;

    /** The number of readings that are proposed. */
    private static final int MOST_PROPOSED = 8;

    /** Together: one array may hold Z, then A, then A after dropout. */
    private static final Set<Family> FORWARD = EnumSet.of(Family.PRE_ACTIVATION, Family.ACTIVATION);

    /** Families whose conventions change the same tensors, and are found together. */
    private static final List<Set<Family>> GROUPS = List.of(
            FORWARD,
            EnumSet.of(Family.DELTA_SIGN, Family.DELTA_MEAN, Family.DELTA_RATE),
            EnumSet.of(Family.GRADIENT_SIGN, Family.GRADIENT_MEAN, Family.GRADIENT_RATE, Family.GRADIENT_CONTENT),
            EnumSet.of(Family.UPDATE_SIGN, Family.UPDATE_CONTENT, Family.UPDATE_RATE));

    private static final Set<Family> SHAPES = EnumSet.of(Family.EXAMPLES, Family.LAYOUT, Family.BIAS);

    private final Experiment experiment;
    private final FirstReadings readings;

    /** A search in a network that is compared with a training with these mistakes. */
    ConventionSearch(Subject subject, Experiment experiment, List<Hypothesis> mistakes) {
        this.experiment = experiment;
        this.readings = new FirstReadings(subject, experiment, mistakes);
    }

    /** The conventions, if all tensors match in them; otherwise several choices, the most promising first. */
    List<Set<Convention>> find() {
        Set<Convention> none = EnumSet.noneOf(Convention.class);
        if (readings.areEmpty()) {
            return List.of(withStart(ofStart()));
        }
        if (readings.in(none).fits()) {
            return List.of(withStart(none));
        }
        Set<Reading> candidates = new LinkedHashSet<>();
        for (Reading shape : shapes()) {
            candidates.addAll(bySteps(shape));
        }
        if (candidates.stream().noneMatch(Reading::fits)) {
            candidates.addAll(backward(candidates));
        }
        return proposed(candidates)
                .map(reading -> withStart(reading.conventions()))
                .distinct()
                .toList();
    }

    private static Stream<Reading> proposed(Set<Reading> candidates) {
        Reading fewest = candidates.stream().min(Reading.FEWEST_MISMATCHES).orElseThrow();
        if (fewest.fits()) {
            return Stream.of(fewest);
        }
        List<Reading> proposed = new ArrayList<>();
        candidates.stream()
                .sorted(Reading.FEWEST_MISTAKES)
                .filter(reading -> proposed.stream().noneMatch(reading::addsNothingTo))
                .limit(MOST_PROPOSED - 1)
                .forEach(proposed::add);
        return Stream.concat(proposed.stream(), Stream.of(fewest));
    }

    /** The conventions with one more that changes no mismatch in the first steps, as where clipping begins later. */
    List<Set<Convention>> unseenBeside(Set<Convention> conventions) {
        Set<Family> used = EnumSet.noneOf(Family.class);
        conventions.forEach(convention -> used.add(convention.family()));
        Set<Key> mismatches = mismatches(conventions);
        return readings.areEmpty()
                ? List.of()
                : GROUPS.stream()
                        .filter(group -> readings.record(quantities(group)))
                        .flatMap(Set::stream)
                        .filter(family -> !used.contains(family))
                        .flatMap(family -> products(EnumSet.of(family)).stream().skip(1))
                        .map(added -> with(conventions, added))
                        .filter(more -> mismatches(more).equals(mismatches))
                        .toList();
    }

    /** The number of the first steps. */
    int steps() {
        return readings.steps();
    }

    /** The mismatches in the first steps when the network is read in these conventions. */
    Set<Key> mismatches(Set<Convention> conventions) {
        return readings.areEmpty() ? Set.of() : readings.in(conventions).mismatches();
    }

    /**
     * Adds OWN_START if the network starts from its own weights. A network in which one W equals the given one, is
     * close to it, or has it in another layout was meant to start from the given weights.
     */
    private Set<Convention> withStart(Set<Convention> conventions) {
        boolean startsFromOwn = readings.startIn(conventions)
                .filter(weights -> InitialWeightCandidates.isOwn(weights, experiment))
                .isPresent();
        return startsFromOwn ? with(conventions, Set.of(Convention.OWN_START)) : conventions;
    }

    /**
     * The readings with the fewest wrong shapes; the best first. If units, batches and layers have the same size, only
     * the forward pass decides, which may itself be recorded in a convention.
     */
    private List<Reading> shapes() {
        List<Set<Convention>> combinations = products(SHAPES);
        int fewest = combinations.stream().mapToInt(readings::wrongShapes).min().orElseThrow();
        return combinations.stream()
                .filter(combination -> readings.wrongShapes(combination) == fewest)
                .map(readings::in)
                .sorted(Comparator.comparing(this::fewestMismatches).thenComparing(Reading.FEWEST_MISMATCHES))
                .limit(MOST_SHAPES)
                .toList();
    }

    /** The number of mismatches in the best convention of the forward pass. */
    private int fewestMismatches(Reading shape) {
        return withTime(shape).stream()
                .flatMap(timed -> products(FORWARD).stream().map(some -> readings.in(with(timed.conventions(), some))))
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
                .filter(readings::startFits)
                .toList();
        return fitting.stream()
                .min(Comparator.comparing(layout -> fitting.size() == 1 ? 0 : readings.distanceOfOutputs(layout)))
                .orElse(EnumSet.noneOf(Convention.class));
    }

    /** Adds conventions in the order of a step. */
    private Set<Reading> bySteps(Reading shape) {
        Collection<Reading> followed = withTime(shape);
        Set<Reading> visited = new LinkedHashSet<>(followed);
        for (Set<Family> group : GROUPS) {
            Set<Reading> next = new LinkedHashSet<>(followed);
            followed.forEach(reading -> next.addAll(better(reading, group)));
            followed = best(next, MOST);
            visited.addAll(followed);
        }
        return visited;
    }

    private static List<Reading> best(Collection<Reading> some, int most) {
        return some.stream().sorted(Reading.FEWEST_MISMATCHES).limit(most).toList();
    }

    private List<Reading> withTime(Reading shape) {
        return readings.beginWithStart(shape.conventions())
                ? List.of(readings.in(with(shape.conventions(), Set.of(Convention.WEIGHTS_BEFORE_UPDATE))), shape)
                : List.of(shape);
    }

    /** The readings with conventions of a group that reduce its mismatches. */
    private List<Reading> better(Reading reading, Set<Family> group) {
        Set<Quantity> quantities = quantities(group);
        long mismatches = reading.mismatchesOf(quantities);
        if (mismatches == 0) {
            return List.of();
        }
        return products(group).stream()
                .map(some -> readings.in(with(reading.conventions(), some)))
                .filter(candidate -> candidate.mismatchesOf(quantities) < mismatches)
                .sorted(Comparator.comparing((Reading candidate) -> candidate.mismatchesOf(quantities))
                        .thenComparing(Reading.FEWEST_MISMATCHES))
                .limit(3)
                .toList();
    }

    private static Set<Quantity> quantities(Set<Family> group) {
        return switch (group.iterator().next()) {
            case PRE_ACTIVATION -> EnumSet.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION);
            case DELTA_SIGN -> EnumSet.of(Quantity.DELTA);
            case GRADIENT_SIGN -> EnumSet.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
            default -> EnumSet.of(Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE, Quantity.WEIGHTS, Quantity.BIAS);
        };
    }

    /**
     * Exchanges conventions in the opposite order of a step, whatever mismatches remain before them. A convention may have
     * been taken for one of the tensors that follow: a delta of y - a beside a mistake in it, for a gradient of the
     * opposite sign. So each group is also exchanged without the conventions of the one that follows, if that has fewer
     * mismatches.
     */
    private Set<Reading> backward(Collection<Reading> from) {
        List<Reading> followed = best(from, MOST_BACKWARD);
        Set<Reading> visited = new LinkedHashSet<>();
        List<Set<Family>> groups = new ArrayList<>(GROUPS.subList(1, GROUPS.size()));
        groups.removeIf(group -> !readings.record(quantities(group)));
        Collections.reverse(groups);
        Set<Family> following = EnumSet.noneOf(Family.class);
        for (Set<Family> group : groups) {
            Set<Family> both = EnumSet.copyOf(group);
            both.addAll(following);
            Set<Reading> next = new LinkedHashSet<>(followed);
            for (Reading reading : followed) {
                next.addAll(exchanged(reading, group, group));
                exchanged(reading, group, both).stream()
                        .filter(candidate -> candidate.mismatches().size()
                                < reading.mismatches().size())
                        .forEach(next::add);
            }
            followed = best(next, MOST_BACKWARD);
            visited.addAll(followed);
            following = group;
        }
        return visited;
    }

    /** The readings with the conventions of a group in place of those of the removed families. */
    private List<Reading> exchanged(Reading reading, Set<Family> group, Set<Family> removed) {
        Set<Convention> others = with(reading.conventions(), Set.of());
        others.removeIf(convention -> removed.contains(convention.family()));
        return products(group).stream()
                .map(some -> readings.in(with(others, some)))
                .toList();
    }

    private static Set<Convention> with(Collection<Convention> some, Collection<Convention> others) {
        Set<Convention> union = EnumSet.noneOf(Convention.class);
        union.addAll(some);
        union.addAll(others);
        return union;
    }

    /** Every choice of at most one convention per family that changes something in this network; the smallest first. */
    private List<Set<Convention>> products(Set<Family> families) {
        List<Set<Convention>> products = new ArrayList<>(List.of(EnumSet.noneOf(Convention.class)));
        for (Family family : families) {
            for (Set<Convention> product : List.copyOf(products)) {
                Arrays.stream(Convention.values())
                        .filter(convention -> convention.family() == family && isPossible(convention))
                        .forEach(convention -> products.add(with(product, Set.of(convention))));
            }
        }
        // An update that is recorded as a gradient has no other convention of gradients.
        products.removeIf(some -> some.size() > 1 && some.contains(Convention.UPDATE_FOR_GRADIENT));
        products.sort(Comparator.comparing(Set::size));
        return products;
    }

    private boolean isPossible(Convention convention) {
        NetworkSpec spec = experiment.spec();
        return switch (convention) {
            case MEAN_IN_DELTA, MEAN_IN_UPDATE -> spec.reduction() == Reduction.MEAN;
            case PENALTY_IN_GRADIENT ->
                spec.layers().stream()
                        .anyMatch(layer -> layer.regularization().isPresent()
                                || layer.gradientNormalization().isPresent());
            case GRADIENT_NORMALIZED ->
                spec.layers().stream()
                        .anyMatch(layer -> layer.gradientNormalization().isPresent());
            case DECAY_OUTSIDE_UPDATE ->
                spec.layers().stream().anyMatch(layer -> layer.regularization().isPresent());
            // The update of plain gradient descent is its gradient with the rate in it, which another convention says.
            case UPDATE_FOR_GRADIENT ->
                !(spec.training().optimizer() instanceof Optimizer.Sgd)
                        || isPossible(Convention.PENALTY_IN_GRADIENT)
                        || spec.layers().stream()
                                .anyMatch(layer -> layer.constraint().isPresent());
            case ACTIVATION_AFTER_DROPOUT ->
                spec.layers().stream().anyMatch(layer -> layer.dropout().isPresent());
            default -> true;
        };
    }
}
