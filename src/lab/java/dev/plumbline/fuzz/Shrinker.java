package dev.plumbline.fuzz;

import dev.plumbline.compare.Difference;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Reduces a network that fails to the smallest file that still fails in the same way. It repeatedly removes, narrows,
 * shortens or simplifies one part.
 */
public final class Shrinker {
    /** More trials than any failing network has needed so far. */
    private static final int MOST_TRIALS = 2000;

    private final DifferentialTester trials;
    private final BooleanSupplier shouldContinue;

    /** A shrinker that uses these trials. */
    public Shrinker(DifferentialTester trials) {
        this(trials, () -> true);
    }

    /** A shrinker with a condition for continuing. */
    Shrinker(DifferentialTester trials, BooleanSupplier shouldContinue) {
        this.trials = trials;
        this.shouldContinue = shouldContinue;
    }

    /** Returns the smallest network found that fails in the same way. It keeps the name. */
    public FuzzResult smallest(FuzzResult failing) {
        FuzzResult smallest = failing;
        Set<NetworkSpec> tried = new HashSet<>();
        Optional<FuzzResult> smaller = Optional.of(failing);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = smaller(smallest, tried);
        }
        return smallest;
    }

    /** Returns the first reduction that fails in the same way. */
    private Optional<FuzzResult> smaller(FuzzResult failing, Set<NetworkSpec> tried) {
        String text = YamlWriter.write(failing.spec());
        for (Supplier<NetworkSpec> reduction : ShrinkCandidates.of(failing.spec())) {
            Optional<NetworkSpec> spec = valid(reduction).filter(smaller -> isSmaller(YamlWriter.write(smaller), text));
            if (!shouldContinue.getAsBoolean()) {
                return Optional.empty();
            }
            if (spec.isEmpty() || tried.size() >= MOST_TRIALS || !tried.add(spec.get())) {
                continue;
            }
            FuzzResult trial = trials.of(spec.get());
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
        } catch (InvalidSpecException invalid) {
            return Optional.empty();
        }
    }

    /** Whether a file is shorter, or as long and first in alphabetical order, such as one with smaller digits. */
    private static boolean isSmaller(String file, String other) {
        return file.length() < other.length() || file.length() == other.length() && file.compareTo(other) < 0;
    }

    private static Optional<Difference.Kind> kind(FuzzResult trial) {
        return trial.firstDifference().map(Difference::kind);
    }
}
