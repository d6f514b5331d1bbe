package dev.plumbline.fuzz;

import dev.plumbline.compare.Difference;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes of a network that fails the smallest file that still does: whatever can be left out, made narrower, shorter or
 * simpler is, one thing at a time, as long as it fails in the same manner.
 */
public final class Shrinker {
    /** More trials than a failing network has ever needed. */
    private static final int MOST_TRIALS = 2000;

    private final Trials trials;
    private final BooleanSupplier goesOn;

    /** A shrinker that tries by these trials. */
    public Shrinker(Trials trials) {
        this(trials, () -> true);
    }

    /** The same, as long as it is to go on. */
    Shrinker(Trials trials, BooleanSupplier goesOn) {
        this.trials = trials;
        this.goesOn = goesOn;
    }

    /** The smallest network found that fails as this one does; it keeps its name. */
    public Trial smallest(Trial failing) {
        Trial smallest = failing;
        Set<NetworkSpec> tried = new HashSet<>();
        Optional<Trial> smaller = Optional.of(failing);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = smaller(smallest, tried);
        }
        return smallest;
    }

    /** The first reduction that fails in the same manner. */
    private Optional<Trial> smaller(Trial failing, Set<NetworkSpec> tried) {
        String text = YamlWriter.write(failing.spec());
        for (Supplier<NetworkSpec> reduction : Reductions.of(failing.spec())) {
            Optional<NetworkSpec> spec = valid(reduction).filter(smaller -> isSmaller(YamlWriter.write(smaller), text));
            if (!goesOn.getAsBoolean()) {
                return Optional.empty();
            }
            if (spec.isEmpty() || tried.size() >= MOST_TRIALS || !tried.add(spec.get())) {
                continue;
            }
            Trial trial = trials.of(spec.get());
            if (trial.outcome() == failing.outcome() && kind(trial).equals(kind(failing))) {
                return Optional.of(trial);
            }
        }
        return Optional.empty();
    }

    private static Optional<NetworkSpec> valid(Supplier<NetworkSpec> reduction) {
        try {
            NetworkSpec spec = reduction.get();
            Experiment.of(spec);
            return Optional.of(spec);
        } catch (InvalidSpecException doesNotGoTogether) {
            return Optional.empty();
        }
    }

    /** A shorter file, or one of smaller digits. */
    private static boolean isSmaller(String file, String other) {
        return file.length() < other.length() || file.length() == other.length() && file.compareTo(other) < 0;
    }

    private static Optional<Difference.Kind> kind(Trial trial) {
        return trial.firstDifference().map(Difference::kind);
    }
}
